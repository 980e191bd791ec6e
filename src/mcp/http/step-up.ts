import { lackingScopes } from '../../kernel/access.ts'
import { startCall, type Caller, type Principal } from '../../kernel/call.ts'
import type { Counter } from '../../kernel/counter.ts'
import { isRecord, type Fields } from '../../kernel/json.ts'
import { readMeta } from '../call-meta.ts'
import { argumentsAsCame } from '../loose-call.ts'

/**
 * All scopes of the tool that a message calls, when the token lacks one of them; else none. Only of a tool that this
 * client sees: what is hidden has no scopes to tell, so that a challenge is no way to learn of it.
 */
export async function scopesToAskFor(
  counter: Counter,
  caller: Caller,
  principal: Principal,
  { method, params }: Fields,
): Promise<readonly string[]> {
  if (method !== 'tools/call' || !isRecord(params)) return []
  const { name, arguments: args, _meta: meta } = params
  const tool = typeof name === 'string' ? counter.view(principal).find(name) : undefined
  if (!tool || lackingScopes(tool, principal.access).length === 0) return []
  const call = startCall({
    caller: { ...caller, ...readMeta(isRecord(meta) ? meta : undefined) },
    toolName: tool.name,
    rawArguments: isRecord(args) ? argumentsAsCame(args) : args,
    // For the record alone. Should the token's rights have grown in this moment, it still does nothing.
    signal: AbortSignal.abort(),
  })
  await counter.run(call)
  return tool.facts.scopes
}
