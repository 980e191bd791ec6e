import type { Call, HasPrepared, HasPrincipal, HasTool, HasUser } from '../kernel/call.ts'
import { digestOf } from '../kernel/canonical-json.ts'

/**
 * The digest by which a ticket is found when its request is sent again: who asks, for which tool, and the arguments, or
 * in their place the client's own key. What else an approval counts for may have changed meanwhile, and is compared then.
 */
export function ticketRequest(call: Call & HasPrincipal & HasTool & HasUser & HasPrepared): string {
  const { principal, user, conversation, tool, prepared } = call
  const own = call.idempotencyKey ?? call.keyAsked
  return digestOf({
    client: principal.client.name,
    user: user?.id ?? null,
    conversation: conversation?.id ?? null,
    tool: tool.name,
    ...(own === undefined ? { arguments: prepared.input } : { key: own }),
  })
}
