import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Preloaded into the server under attack, which is otherwise the product as it is: answers its parent how late the event
 * loop was, and how much is on the heap.
 */

/** The worst since the last reset, of samples every 10 ms; the percentile is of the worst of the times between two questions. */
export interface Vitals {
  readonly lagP99Ms: number
  readonly lagMaxMs: number
  /** After a full collection, so that what counts is what is held. */
  readonly heapBytes: number
}

export type ToProbe = 'vitals' | 'reset'

const RESOLUTION_MS = 10

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()

/** What is measured is how long after the last sample one came; it is due after the resolution. */
function late(sinceLastNs: number): number {
  return Math.max(0, sinceLastNs / 1e6 - RESOLUTION_MS)
}

let lagP99Ms = 0
let lagMaxMs = 0

process.on('message', (asked: ToProbe) => {
  // Read before the collection, which is a delay of our own making.
  lagP99Ms = Math.max(lagP99Ms, late(delay.percentile(99)))
  lagMaxMs = Math.max(lagMaxMs, late(delay.max))
  if (asked === 'vitals') {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    process.send?.({ lagP99Ms, lagMaxMs, heapBytes: heapUsed + external } satisfies Vitals)
  } else [lagP99Ms, lagMaxMs] = [0, 0]
  delay.reset()
})

// A server whose attacker was killed is of no use to anybody.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The channel alone does not keep it running.
process.channel?.unref()
