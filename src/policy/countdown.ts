import type { Clock } from '../kernel/host.ts'

export interface Countdown {
  stop(): void
  /** Lets the time stand still; what it returns lets it run on. Several may hold it at once. */
  hold(): () => void
}

/** Runs `action` once, after so much time in which nobody held it. */
export function countdown(clock: Clock, totalMs: number, action: () => void): Countdown {
  let leftMs = totalMs
  let sinceMs = clock.now()
  let holders = 0
  let isOver = false
  const start = (): (() => void) => {
    sinceMs = clock.now()
    return clock.after(leftMs, () => {
      isOver = true
      action()
    })
  }
  let callOff = start()
  return {
    stop() {
      isOver = true
      callOff()
    },
    hold() {
      if (!isOver && holders === 0) {
        callOff()
        leftMs -= clock.now() - sinceMs
      }
      holders += 1
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        holders -= 1
        if (!isOver && holders === 0) callOff = start()
      }
    },
  }
}
