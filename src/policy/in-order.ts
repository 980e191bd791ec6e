import type { Call, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse, type ToolError } from '../kernel/error.ts'
import { failure, type Outcome } from '../kernel/outcome.ts'
import type { Wrap } from '../kernel/pipeline.ts'

/**
 * Lets the writes of one conversation run one after the other, in the order they came; all else runs at once.
 * Models send several calls together: "verify" and "cancel" must not overtake each other.
 */
export function inOrder(): Wrap<Call & HasPrincipal & HasTool> {
  const lastOf = new Map<string, Promise<unknown>>()
  return function inOrder({ tool, conversation, signal }, proceed): Promise<Outcome> {
    if (tool.facts.tier === 'read' || !conversation) return proceed()
    const { id } = conversation
    const before = lastOf.get(id)
    // A call whose time ran out while it waited was already answered, so it must not start now.
    const start = () => (signal.aborted ? Promise.resolve(failure(notStarted())) : proceed())
    const turn = before ? before.then(start) : start()
    // A handler that ignores its deadline must not hold up the conversation for ever; but a call whose time runs out
    // while it waits must not let the next one overtake those before it.
    const done = Promise.all([before, Promise.race([turn, aborted(signal)])])
    const forget = (): void => {
      if (lastOf.get(id) === done) lastOf.delete(id)
    }
    lastOf.set(id, done)
    void done.then(forget)
    return turn
  }
}

function notStarted(): ToolError {
  return refuse(
    'timeout',
    'That was not started, because an earlier request took too long. Try again.',
  )
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise
}
