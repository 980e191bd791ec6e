import type { Call, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import { failure, type Outcome } from '../kernel/outcome.ts'
import type { Wrap } from '../kernel/pipeline.ts'
import { PROFILES } from '../kernel/profile.ts'

type Needs = Call & HasPrincipal & HasTool

/**
 * Answers in time whatever happens behind it: at the limit the handler's signal is aborted, and the client is
 * answered without waiting for the handler.
 */
export function deadline(clock: Clock): Wrap<Needs> {
  return async function deadline(call, proceed): Promise<Outcome> {
    const limit = new AbortController()
    const expired = Promise.withResolvers<Outcome>()
    const stopClock = clock.after(limitMsOf(call), () => {
      limit.abort()
      expired.resolve(failure(tooSlow(call)))
    })
    const hungUp = onAbort(call, () => expired.resolve(failure(withdrawn())))
    try {
      return await Promise.race([proceed(signalOf(call, limit.signal)), expired.promise])
    } finally {
      stopClock()
      hungUp()
    }
  }
}

function limitMsOf({ principal, tool }: Needs): number {
  const { deadlineMs } = PROFILES[principal.client.profile]
  return Math.min(deadlineMs, tool.facts.timeoutMs ?? deadlineMs)
}

/**
 * Only a read stops when the client hangs up. A dropped socket must not leave half a write behind: the write goes
 * on, and its client can look the result up.
 */
function signalOf({ tool, signal }: Needs, limit: AbortSignal): AbortSignal {
  return tool.facts.tier === 'read' ? AbortSignal.any([signal, limit]) : limit
}

function onAbort({ tool, signal }: Needs, action: () => void): () => void {
  if (tool.facts.tier !== 'read') return () => {}
  if (signal.aborted) action()
  signal.addEventListener('abort', action, { once: true })
  return () => signal.removeEventListener('abort', action)
}

function tooSlow({ tool, learnt }: Needs): ToolError {
  // Before its arguments were checked no handler was reached, and none will be after this answer.
  return tool.facts.tier === 'read' || !learnt.prepared
    ? refuse('timeout', 'That is taking too long just now. Offer to try again in a moment.')
    : refuse(
        'in_doubt',
        'That is taking longer than it should, and it may still go through. Check whether it did before trying again.',
      )
}

function withdrawn(): ToolError {
  return refuse('cancelled', 'The call was withdrawn before it finished.')
}
