/** Bytes that come in parts. */
export interface GrowingBytes {
  add(part: Buffer): void
  all(): Buffer
}

/**
 * Holds the bytes alone, twice as many as there are at most. Kept as they came, chunks of one byte would occupy a hundred
 * times what they carry, and whoever sends them has not even shown a key yet.
 */
export function growingBytes(): GrowingBytes {
  let held: Buffer = Buffer.alloc(0)
  let length = 0
  return {
    add(part) {
      const end = length + part.byteLength
      // What comes in one part, as nearly everything does, is not copied.
      if (length === 0) held = part
      else {
        if (end > held.byteLength) {
          const grown = Buffer.allocUnsafe(end * 2)
          held.copy(grown, 0, 0, length)
          held = grown
        }
        part.copy(held, length)
      }
      length = end
    },
    all: () => held.subarray(0, length),
  }
}
