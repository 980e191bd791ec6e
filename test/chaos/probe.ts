import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Preloaded into the server under attack, which is otherwise the product as it is: answers its parent how late the event
 * loop was, and how much is on the heap.
 */

/** Since it was last asked; of samples every 10 ms. */
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

process.on('message', (asked: ToProbe) => {
  // Read before the collection, which is a delay of our own making.
  const lagP99Ms = delay.percentile(99) / 1e6
  const lagMaxMs = delay.max / 1e6
  if (asked === 'vitals') {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    process.send?.({ lagP99Ms, lagMaxMs, heapBytes: heapUsed + external } satisfies Vitals)
  }
  delay.reset()
})

// A server whose attacker was killed is of no use to anybody.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The channel alone does not keep it running.
process.channel?.unref()
