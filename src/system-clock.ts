import type { Clock } from './kernel/host.ts'

/** The real time. A pending timer keeps the process alive: a stop waits on one for the writes at work. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  after(delayMs: number, action: () => void) {
    const timer = setTimeout(action, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
})
