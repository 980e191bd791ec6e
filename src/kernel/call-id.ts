import { randomFillSync } from 'node:crypto'

/** Without those that are taken for one another when they are read out or copied. */
const LETTERS = '23456789abcdefghjkmnpqrstvwxyz'

/** Random bytes fetched ahead: asking the system for each few of them costs more than a call's policy does. */
const pool = Buffer.alloc(4_096)
let used = pool.byteLength

const TIME_LETTERS = 3
const RANDOM_LETTERS = 5

/** All times that fit in their letters come round every three and a half minutes. */
const SLOT_MS = 8
const SLOTS = LETTERS.length ** TIME_LETTERS

/**
 * A name for a call that a person can read out, eight letters long. The first three count the time, so that calls of one
 * moment stand together in the ledger's index: each all-random name dirtied a page of its own, and writing those cost more
 * than all the rest of the row. They come round so soon that, at a
 * steady load, two calls are as unlikely to be named alike as at random. It does happen: a name finds a call for a person,
 * and nothing is decided by it.
 */
export function newCallId(nowMs: number): string {
  let slot = Math.floor(nowMs / SLOT_MS) % SLOTS
  let time = ''
  for (let at = 0; at < TIME_LETTERS; at += 1) {
    time = letterOf(slot) + time
    slot = Math.floor(slot / LETTERS.length)
  }
  return time + randomLetters()
}

function randomLetters(): string {
  if (used + RANDOM_LETTERS > pool.byteLength) {
    randomFillSync(pool)
    used = 0
  }
  let letters = ''
  for (const end = used + RANDOM_LETTERS; used < end; used += 1)
    letters += letterOf(pool[used] ?? 0)
  return letters
}

function letterOf(number: number): string {
  return LETTERS[number % LETTERS.length] ?? ''
}
