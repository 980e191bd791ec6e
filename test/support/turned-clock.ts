import type { Clock } from '../../src/index.ts'

/** A clock that stands still until a test turns it. Timers that fall due run in order. */
export interface TurnedClock extends Clock {
  turn(byMs: number): void
}

/** Starts at `start`, an ISO instant such as `2026-03-10T17:00:00Z`. */
export function turnedClock(start: string): TurnedClock {
  let nowMs = Date.parse(start)
  let timers: { dueMs: number; action: () => void }[] = []
  return {
    now: () => nowMs,
    after(delayMs, action) {
      const timer = { dueMs: nowMs + delayMs, action }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    turn(byMs) {
      nowMs += byMs
      const due = timers
        .filter((timer) => timer.dueMs <= nowMs)
        .toSorted((a, b) => a.dueMs - b.dueMs)
      timers = timers.filter((timer) => timer.dueMs > nowMs)
      for (const timer of due) timer.action()
    },
  }
}
