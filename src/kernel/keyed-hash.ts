import { hash } from 'node:crypto'

/** Both texts that are hashed, each behind its pad: the given one, and the hash of that. */
interface Desk {
  readonly inner: Buffer
  readonly outer: Buffer
}

const desks = new WeakMap<Uint8Array, Desk>()

/** The block of SHA-256, bytes. */
const BLOCK = 64

/** What SHA-256 makes of anything, bytes. */
const HASH = 32

/** Longer texts than this get room of their own, bytes. */
const ROOM = 65_536

/** UTF-8 takes no more bytes for a unit of text than these. */
const LONGEST_UNIT = 3

/**
 * HMAC-SHA-256 of a text, in lower-case hex (RFC 2104). Node's own `createHmac` makes a key object and a stream for each
 * text, which for the short ones here costs ten times the hashing, and it is done twice for every call. So each key has
 * room where its texts are written behind its pads, and nothing is allocated but the answer.
 */
export function keyedHash(key: Uint8Array, text: string): string {
  const { inner, outer } = desks.get(key) ?? deskFor(key)
  outer.write(innerHash(inner, text), BLOCK, 'binary')
  return hash('sha256', outer)
}

/** Each letter a byte. */
function innerHash(room: Buffer, text: string): string {
  if (text.length * LONGEST_UNIT > ROOM)
    return hash('sha256', Buffer.concat([room.subarray(0, BLOCK), Buffer.from(text)]), 'binary')
  const end = BLOCK + room.write(text, BLOCK)
  return hash('sha256', room.subarray(0, end), 'binary')
}

function deskFor(key: Uint8Array): Desk {
  const block = Buffer.alloc(BLOCK)
  block.set(key.byteLength > BLOCK ? hash('sha256', key, 'buffer') : key)
  const desk = { inner: Buffer.alloc(BLOCK + ROOM), outer: Buffer.alloc(BLOCK + HASH) }
  desk.inner.set(block.map((byte) => byte ^ 0x36))
  desk.outer.set(block.map((byte) => byte ^ 0x5c))
  desks.set(key, desk)
  return desk
}
