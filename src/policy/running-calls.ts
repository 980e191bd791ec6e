import type { Call, HasTool } from '../kernel/call.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'

export interface RunningCall {
  readonly callId: string
  readonly tool: string
  readonly tier: string
}

/** The handlers at work, so that a stop can wait for writes and say which ones it cut off. */
export interface RunningCalls {
  /** Runs `work`, or refuses it when the house is stopping: what waited in a queue must not start any more. */
  track<T>(call: Call & HasTool, work: () => Promise<T>): Promise<T> | ToolError
  /** Lets nothing start from now on, and waits for running writes, at most `withinMs`; answers those still running. */
  drain(withinMs: number): Promise<readonly RunningCall[]>
}

export function runningCalls(clock: Clock): RunningCalls {
  const running = new Map<Promise<unknown>, RunningCall>()
  let stopping = false
  return Object.freeze({
    track<T>({ id, tool }: Call & HasTool, work: () => Promise<T>) {
      if (stopping)
        return refuse('busy', 'We are restarting, and nothing was changed. Try again in a moment.')
      // Nobody waits for a read.
      if (tool.facts.tier === 'read') return work()
      const done = work()
      running.set(done, { callId: id, tool: tool.name, tier: tool.facts.tier })
      return done.finally(() => running.delete(done))
    },
    async drain(withinMs: number) {
      stopping = true
      const late = Promise.withResolvers<void>()
      const stopClock = clock.after(withinMs, late.resolve)
      await Promise.race([Promise.allSettled(running.keys()), late.promise])
      stopClock()
      return [...running.values()]
    },
  })
}
