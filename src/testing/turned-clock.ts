import type { Clock } from '../kernel/host.ts'

/** A clock that stands still until a test turns it. */
export interface TurnedClock extends Clock {
  /**
   * Moves the time on by `byMs` milliseconds. Timers that fall due run in their order, each at its own time, also those
   * that another one sets on the way. What they resolve is seen after the next `await`.
   */
  turn(byMs: number): void
}

interface Timer {
  readonly dueMs: number
  readonly action: () => void
}

/** A clock that stands at `start`, an ISO instant such as `2026-03-10T17:00:00Z`. Throws when it is not one. */
export function turnedClock(start: string): TurnedClock {
  let nowMs = Date.parse(start)
  if (Number.isNaN(nowMs)) throw new Error(`"${start}" is not an ISO instant.`)
  let timers: readonly Timer[] = []
  const callOff = (timer: Timer): void => {
    timers = timers.filter((other) => other !== timer)
  }
  const nextUntil = (endMs: number): Timer | undefined =>
    timers.filter(({ dueMs }) => dueMs <= endMs).toSorted((a, b) => a.dueMs - b.dueMs)[0]
  return Object.freeze<TurnedClock>({
    now: () => nowMs,
    after(delayMs, action) {
      const timer = { dueMs: nowMs + delayMs, action }
      timers = [...timers, timer]
      return () => callOff(timer)
    },
    turn(byMs) {
      const endMs = nowMs + byMs
      for (let due = nextUntil(endMs); due; due = nextUntil(endMs)) {
        callOff(due)
        nowMs = Math.max(nowMs, due.dueMs)
        due.action()
      }
      nowMs = endMs
    },
  })
}
