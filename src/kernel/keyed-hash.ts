import { hash } from 'node:crypto'

/** What stands before the text, and before the hash of both. */
interface Pads {
  readonly inner: Buffer
  readonly outer: Buffer
}

const padsOf = new WeakMap<Uint8Array, Pads>()

/** The block of SHA-256, bytes. */
const BLOCK = 64

/**
 * HMAC-SHA-256 of a text, in lower-case hex (RFC 2104). Node's own `createHmac` makes a key object and a stream for each
 * text, which for the short ones here costs five times the hashing, and it is done twice for every call.
 */
export function keyedHash(key: Uint8Array, text: string): string {
  const { inner, outer } = padsOf.get(key) ?? padsFor(key)
  const first = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')
  return hash('sha256', Buffer.concat([outer, first]))
}

function padsFor(key: Uint8Array): Pads {
  const block = Buffer.alloc(BLOCK)
  block.set(key.byteLength > BLOCK ? hash('sha256', key, 'buffer') : key)
  const pads = { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) }
  const made = { inner: Buffer.from(pads.inner), outer: Buffer.from(pads.outer) }
  padsOf.set(key, made)
  return made
}
