import type { Call, HasTool } from '../kernel/call.ts'
import { failure } from '../kernel/outcome.ts'
import type { Wrap } from '../kernel/pipeline.ts'
import type { RunningCalls } from './running-calls.ts'

/** Lets a stop wait for what is being changed, from its claim to its record; and lets nothing start while stopping. */
export function track(running: RunningCalls): Wrap<Call & HasTool> {
  return function track(call, proceed) {
    const outcome = running.track(call, () => proceed())
    return outcome instanceof Error ? Promise.resolve(failure(outcome)) : outcome
  }
}
