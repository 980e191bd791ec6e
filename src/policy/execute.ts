import type { Call, HasPrepared, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse, toToolError, type ToolError } from '../kernel/error.ts'
import { failure, success, type Answer, type Outcome } from '../kernel/outcome.ts'
import type { Run } from '../kernel/pipeline.ts'
import type { Format, Reply } from '../kernel/reply.ts'
import type { RunningCalls } from './running-calls.ts'

/** Says what a throw was that is not a bug, such as a store that is busy. */
type KnownTrouble = (thrown: unknown) => ToolError | undefined

/** Runs the handler, then makes the one rendering that was asked for. */
export function execute(
  running: RunningCalls,
  knownTrouble: KnownTrouble,
): Run<Call & HasPrincipal & HasTool & HasPrepared> {
  return async (call): Promise<Outcome> => {
    const { prepared, principal, conversation, signal } = call
    // The client was answered already, and told that nothing was changed.
    if (signal.aborted) return failure(refuse('timeout', 'The time for this call ran out.'))
    const context = {
      callId: call.id,
      client: principal.client.name,
      signal,
      conversation,
      operationKey: undefined,
    }
    const reply = await running
      .track(call, () => prepared.execute(context))
      .catch((thrown: unknown) => knownTrouble(thrown) ?? toToolError(thrown))
    return reply instanceof Error ? failure(reply) : success(answerOf(reply, call.format))
  }
}

/** All of an author's code has run when this returns: what follows handles plain data, and cannot throw secrets. */
function answerOf(reply: Reply, format: Format): Answer {
  return {
    text: reply.text(format),
    value: plain(reply.value),
    attachments: reply.attachments().map(plain),
  }
}

/** The value as JSON would carry it. Getters and `toJSON` run here, where a throw is a bug like any other. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
