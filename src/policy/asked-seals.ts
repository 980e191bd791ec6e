import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import * as z from 'zod'

/** What a request has been asked and told so far, as it travels through its client. */
const asked = z.strictObject({
  /** Random, so that each state counts once. */
  id: z.string(),
  expiresAtMs: z.number(),
  /** What was answered in earlier rounds, by the question's name. */
  answers: z.record(z.string(), z.strictObject({ digest: z.string(), answer: z.unknown() })),
  /** The question that is open. */
  open: z.strictObject({ name: z.string(), digest: z.string() }),
})

export type AskedState = z.output<typeof asked>

/**
 * Seals what travels through a client. It is encrypted, since it holds what people said; and it opens only for the
 * binding that it was sealed for, so that another principal, other arguments and a changed byte are all the same.
 */
export interface AskedSeals {
  seal(state: AskedState, binding: string): string
  /** `undefined` when it was not sealed here for this binding. */
  open(sealed: string, binding: string): AskedState | undefined
}

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

export function askedSeals(stateKey: Uint8Array): AskedSeals {
  const key = Buffer.from(hkdfSync('sha256', stateKey, '', 'toolcrib asked v1', 32))
  return Object.freeze<AskedSeals>({
    seal(state, binding) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(binding))
      const body = Buffer.concat([cipher.update(JSON.stringify(state)), cipher.final()])
      return Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')
    },
    open(sealed, binding) {
      // Other spellings of the same bytes would be other states that mean the same.
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.toString('base64url') !== sealed) return undefined
      if (bytes.byteLength <= IV_BYTES + TAG_BYTES) return undefined
      try {
        const opened = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES))
          .setAAD(Buffer.from(binding))
          .setAuthTag(bytes.subarray(-TAG_BYTES))
        const body = opened.update(bytes.subarray(IV_BYTES, -TAG_BYTES))
        const text = Buffer.concat([body, opened.final()]).toString('utf8')
        return asked.parse(JSON.parse(text))
      } catch {
        return undefined
      }
    },
  })
}
