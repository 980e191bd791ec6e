import { lackingScopes } from '../kernel/access.ts'
import type { Call, HasPrincipal, HasTool } from '../kernel/call.ts'
import { refuse } from '../kernel/error.ts'
import { ALLOW, type Guard } from '../kernel/pipeline.ts'

/**
 * Refuses a tool that is seen although the token lacks scopes for it, which its client may ask for. The HTTP edge says
 * so with a status code beforehand; without this step, whatever came past that edge would run (CVE-2026-46519 is this
 * class).
 */
export function requireScopes({
  tool,
  principal,
}: Call & HasPrincipal & HasTool): ReturnType<Guard<Call & HasPrincipal & HasTool>> {
  const lacking = lackingScopes(tool, principal.access)
  if (lacking.length === 0) return ALLOW
  return refuse(
    'insufficient_scope',
    `This connection's token does not allow that. It lacks ${lacking.join(' and ')}. Get a token that has it, then send the request again.`,
  )
}
