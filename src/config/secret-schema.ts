import * as z from 'zod'

import { isFlawless, keyFile, variable } from './words.ts'

interface SecretWords {
  /** What it is, for example "key". */
  readonly noun: string
  readonly env: string
  readonly file: string
}

/** Where a secret is: never the secret itself. */
export function secretSchema({ noun, env, file }: SecretWords) {
  const literal =
    `a ${noun} is never written into this file, because configuration gets copied, logged and committed. ` +
    `Write { env: NAME } or { file: /path } to say where the ${noun} is.`
  return z
    .strictObject(
      {
        env: variable.optional().describe(env),
        file: keyFile.optional().describe(file),
      },
      { error: ({ code }) => (code === 'invalid_type' ? literal : undefined) },
    )
    .refine((source) => (source.env === undefined) !== (source.file === undefined), {
      error: 'write either env or file, and only one of them.',
      when: isFlawless,
    })
}
