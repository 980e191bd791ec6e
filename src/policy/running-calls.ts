import type { Call, HasTool } from '../kernel/call.ts'
import type { Clock } from '../kernel/host.ts'

export interface RunningCall {
  readonly callId: string
  readonly tool: string
  readonly tier: string
}

/** The handlers at work, so that a stop can wait for writes and say which ones it cut off. */
export interface RunningCalls {
  track<T>(call: Call & HasTool, work: () => Promise<T>): Promise<T>
  /** Waits for running writes, at most `withinMs`; answers those that are still running then. */
  drain(withinMs: number): Promise<readonly RunningCall[]>
}

export function runningCalls(clock: Clock): RunningCalls {
  const running = new Map<Promise<unknown>, RunningCall>()
  const writes = () => [...running].filter(([, { tier }]) => tier !== 'read')
  return Object.freeze({
    async track<T>({ id, tool }: Call & HasTool, work: () => Promise<T>): Promise<T> {
      const done = work()
      running.set(done, { callId: id, tool: tool.name, tier: tool.facts.tier })
      try {
        return await done
      } finally {
        running.delete(done)
      }
    },
    async drain(withinMs: number) {
      const late = Promise.withResolvers<void>()
      const stopClock = clock.after(withinMs, late.resolve)
      await Promise.race([Promise.allSettled(writes().map(([done]) => done)), late.promise])
      stopClock()
      return writes().map(([, call]) => call)
    },
  })
}
