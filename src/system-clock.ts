import type { Clock } from './kernel/host.ts'

/** The real time. Its timers do not keep the process alive. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  after(delayMs: number, action: () => void) {
    const timer = setTimeout(action, delayMs).unref()
    return () => {
      clearTimeout(timer)
    }
  },
})
