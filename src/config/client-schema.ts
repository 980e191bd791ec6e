import * as z from 'zod'

import { isFlawless, keyFile, name, patterns, profile, tier, variable } from './words.ts'

const LITERAL_KEY =
  'a key is never written into this file, because configuration gets copied, logged and committed. ' +
  'Write { env: NAME } or { file: /path } to say where the key is.'

const credential = z
  .strictObject(
    {
      env: variable
        .optional()
        .describe('The environment variable that holds the key, for example VOICE_KEY.'),
      file: keyFile
        .optional()
        .describe('The file that holds the key and nothing else, for example /run/secrets/voice.'),
    },
    { error: ({ code }) => (code === 'invalid_type' ? LITERAL_KEY : undefined) },
  )
  .refine(({ env, file }) => (env === undefined) !== (file === undefined), {
    error: 'write either env or file, and only one of them.',
    when: isFlawless,
  })

const tools = z.strictObject({
  include: patterns
    .default([])
    .describe('Names of tools, or patterns with *. An empty list allows nothing.'),
  exclude: patterns.default([]).describe('Names or patterns to take away again. They always win.'),
})

/** One entry of `clients`: who may call, how answers are shaped for them, and what they are cleared for. */
export const clientSchema = z.strictObject({
  title: z.string().min(1).optional().describe('What people call this client.'),
  profile: profile.describe(
    'How answers are shaped: voice (one short text to say aloud), chat, or full.',
  ),
  credential: credential
    .optional()
    .describe(
      'Where the key of this client is, if a secret manager supplies it. Keys from `toolcrib keys` need none.',
    ),
  tools: tools.prefault({}).describe('The tools this client may see and call.'),
  toolsets: z
    .array(name)
    .default([])
    .describe('Toolsets whose tools are added to the included ones.'),
  highestTier: tier
    .default('read')
    .describe('The most harm a call may do: read, write, irreversible or privileged.'),
  scopes: z
    .array(z.string().min(1))
    .default([])
    .describe('Scopes this client holds. It sees a tool only when it holds all of its scopes.'),
  tokenBudget: z
    .int()
    .min(1)
    .optional()
    .describe(
      'What its list of tools may cost a model, in tokens. `toolcrib lint` fails above it; nothing is refused at run time.',
    ),
})
