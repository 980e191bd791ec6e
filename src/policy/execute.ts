import type { Call, HasPrepared, HasPrincipal, HasTool } from '../kernel/call.ts'
import { toToolError, type ToolError } from '../kernel/error.ts'
import { failure, success, type Outcome } from '../kernel/outcome.ts'
import type { Run } from '../kernel/pipeline.ts'
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
    const context = { callId: call.id, client: principal.client.name, signal, conversation }
    const reply = await running
      .track(call, () => prepared.execute(context))
      .catch((thrown: unknown) => knownTrouble(thrown) ?? toToolError(thrown))
    if (reply instanceof Error) return failure(reply)
    return success({
      text: reply.text(call.format),
      value: reply.value,
      attachments: reply.attachments(),
    })
  }
}
