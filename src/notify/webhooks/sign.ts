import { createHmac } from 'node:crypto'

/** The headers that a message is sent with. */
export interface SignedHeaders {
  readonly 'webhook-id': string
  /** Seconds, of this try. A receiver refuses what is older than some minutes, and with it what somebody has recorded. */
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/**
 * Signs a message as standardwebhooks.com has it, so that receivers have a library for it: HMAC-SHA-256 over id, time and
 * the very bytes of the body. A secret that begins with `whsec_` is base64, as that scheme writes it; any other is its
 * own bytes.
 */
export function signed(
  { id, body }: { readonly id: string; readonly body: string },
  secret: string,
  nowMs: number,
): SignedHeaders {
  const seconds = String(Math.floor(nowMs / 1_000))
  const mac = createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`)
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${mac.digest('base64')}`,
  }
}

const PREFIX = 'whsec_'

function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8')
}
