import { randomFillSync } from 'node:crypto'

/** Random bytes fetched ahead: asking the system for each few of them costs more than a call's policy does. */
const pool = Buffer.alloc(4_096)
let used = pool.byteLength

/** So many letters of an alphabet, at random. */
export function randomLetters(count: number, alphabet: string): string {
  if (used + count > pool.byteLength) {
    randomFillSync(pool)
    used = 0
  }
  let letters = ''
  for (const byte of pool.subarray(used, used + count)) letters += alphabet[byte % alphabet.length]
  used += count
  return letters
}
