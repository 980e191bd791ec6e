import type { Call, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import type { Clock } from '../kernel/host.ts'
import { failure, type Outcome } from '../kernel/outcome.ts'
import type { Wrap } from '../kernel/pipeline.ts'
import { PROFILES } from '../kernel/profile.ts'
import { countdown } from './countdown.ts'
import { stillWorking } from './twin.ts'

type Needs = Call & HasPrincipal & HasTool

/**
 * Answers in time whatever happens behind it: at the limit the signal is aborted, and the client is answered without
 * waiting for the handler. A change that is past recall goes on, and its result is kept for whoever asks again.
 */
export function deadline(clock: Clock): Wrap<Needs> {
  return async function deadline(call, proceed): Promise<Outcome> {
    const limit = new AbortController()
    const early = Promise.withResolvers<Outcome>()
    const time = countdown(clock, limitMsOf(call), () => {
      limit.abort()
      noteDecision(call)
      early.resolve(failure(tooSlow(call)))
    })
    // The function itself: with another one around it, V8 kept every call until it was old, at a tenth of its cost.
    call.learnt.holdDeadline = time.hold
    const hungUp = onWithdrawn(call, () => {
      limit.abort()
      noteDecision(call)
      if (!call.learnt.isPastRecall) early.resolve(failure(withdrawn()))
    })
    try {
      // As a race of the two would, which makes four promises more.
      proceed(limit.signal).then(early.resolve, early.reject)
      return await early.promise
    } finally {
      call.learnt.isAnswered = true
      time.stop()
      hungUp()
    }
  }
}

/** A change that is answered before its point of no return does not run, and its record must not say that it did. */
function noteDecision({ tool, learnt }: Needs): void {
  if (tool.facts.tier !== 'read' && !learnt.isPastRecall) learnt.decidedBy ??= 'deadline'
}

function limitMsOf({ principal, tool }: Needs): number {
  const { deadlineMs } = PROFILES[principal.client.profile]
  return Math.min(deadlineMs, tool.facts.timeoutMs ?? deadlineMs)
}

/**
 * A read stops when its client hangs up. A change stops only when its client has withdrawn it, which in the 2025 era a
 * dropped socket does not mean: it goes on, and its client can ask for the result.
 */
function onWithdrawn({ tool, signal, goneMeansCancelled }: Needs, action: () => void): () => void {
  if (tool.facts.tier !== 'read' && !goneMeansCancelled) return () => {}
  if (signal.aborted) action()
  signal.addEventListener('abort', action, { once: true })
  return () => signal.removeEventListener('abort', action)
}

function tooSlow({ learnt }: Needs): ToolError {
  return learnt.isPastRecall
    ? stillWorking()
    : refuse('timeout', 'That is taking too long just now. Offer to try again in a moment.')
}

function withdrawn(): ToolError {
  return refuse('cancelled', 'The call was withdrawn before it finished.')
}
