import type { Clock } from './kernel/host.ts'

/** Delays for which Node's list of timers is kept, at most. */
const MOST_KEPT = 20

/** Shorter ones run out before they are called off. */
const SHORTEST_KEPT_MS = 1_000

const kept = new Set<number>()

/**
 * Node keeps a list for each delay and drops it with its last timer. Most calls end before the next one starts, so each
 * would make the list of its deadline anew, which costs more than the timer; one more timer keeps it.
 */
function keepList(delayMs: number): void {
  if (delayMs < SHORTEST_KEPT_MS || kept.size >= MOST_KEPT || kept.has(delayMs)) return
  kept.add(delayMs)
  setTimeout(() => kept.delete(delayMs), delayMs).unref()
}

/** The real time. A pending timer keeps the process alive: a stop waits on one for the writes at work. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  after(delayMs: number, action: () => void) {
    keepList(delayMs)
    const timer = setTimeout(action, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
})
