import { WINDOW_MS } from '../../src/store/sqlite/pending-rows.ts'
import type { Books } from './books.ts'
import type { Seen } from './callers.ts'

/** What of the answered calls is not on record after a kill. */
export interface Losses {
  /** Each of these is a broken promise. */
  readonly writes: readonly string[]
  /** Reads that were answered before the window of the kill, and before any commit that was underway at it. */
  readonly readsTooOld: readonly string[]
  /** Reads that are missing although the same process has put on record one that it answered later. */
  readonly readHoles: readonly string[]
  /** Reads that the kill was allowed to lose: how long before the last sign of life each was answered, in milliseconds. */
  readonly readsInWindow: readonly number[]
  readonly longestCommitMs: number
}

/** A timer's own grain, and the pause between two signs of life. */
export const GRAIN_MS = 6

/** Looks for the rows of calls that were answered by a process that is dead now. */
export function lossesOf(writes: readonly Seen[], reads: readonly Seen[], books: Books): Losses {
  const lostReads = reads.filter(({ answered }) => !books.hasCall(answered.call))
  const aged = lostReads.map((seen) => ({ ...ageOf(seen), call: seen.answered.call }))
  return {
    writes: writes.filter((seen) => !isOnRecord(seen, books)).map(({ answered }) => answered.call),
    readsTooOld: aged
      .filter(({ ageMs, allowedMs }) => ageMs > allowedMs)
      .map(({ call, ageMs, allowedMs }) => `${call}: ${ageMs} ms, of ${allowedMs.toFixed(1)}`),
    readsInWindow: aged
      .filter(({ ageMs, allowedMs }) => ageMs <= allowedMs)
      .map(({ ageMs }) => ageMs),
    readHoles: [...Map.groupBy(reads, ({ life }) => life).values()].flatMap((of) =>
      holesIn(of, books),
    ),
    longestCommitMs: Math.max(
      0,
      ...reads.map(({ life }) => life.lastAlive()?.longestCommitMs ?? 0),
    ),
  }
}

/** An intent has its result in a row of its own; only work that goes on has none yet. */
function isOnRecord({ answered: { call, outcome } }: Seen, books: Books): boolean {
  return books.hasCall(call) && (books.hasResult(call) || outcome === 'still_working')
}

/** Rows are written in the order of their answers, so that what a kill loses is an end, whatever the clocks say. */
function holesIn(ofOneLife: readonly Seen[], books: Books): readonly string[] {
  const calls = ofOneLife.map(({ answered }) => answered.call)
  const last = calls.findLastIndex(books.hasCall)
  return calls.filter((call, at) => at < last && !books.hasCall(call))
}

/** Before its first sign of life. */
const UNSEEN = { longestCommitMs: 0, longestPauseMs: 0 }

/**
 * Both by the dead process's own clock. Rows wait for the window, then for the commit that is underway and for their own.
 * A busy machine may hold the process up while it waits for the window, and again while it makes the rows.
 */
function ageOf({ life, answered }: Seen): { ageMs: number; allowedMs: number } {
  const alive = life.lastAlive() ?? { ...UNSEEN, atMs: answered.atMs }
  return {
    ageMs: Math.max(0, alive.atMs - answered.atMs),
    allowedMs: WINDOW_MS + GRAIN_MS + 2 * alive.longestPauseMs + 2 * alive.longestCommitMs,
  }
}
