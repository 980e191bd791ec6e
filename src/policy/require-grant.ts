import type { Call, HasPrincipal, HasTool } from '../kernel/call.ts'
import type { Catalog } from '../kernel/catalog.ts'
import { refuse } from '../kernel/error.ts'
import { ALLOW, type Guard } from '../kernel/pipeline.ts'

/** Refuses a tool that needs a proof which this conversation has not given yet, and names the tool that takes it. */
export function requireGrant(catalog: Catalog): Guard<Call & HasPrincipal & HasTool> {
  const proved: Guard<Call & HasPrincipal & HasTool> = async ({
    tool,
    principal,
    conversation,
  }) => {
    const { needs } = tool.facts
    if (!conversation)
      return refuse(
        'no_conversation',
        'This connection did not name its conversation, so nothing can be unlocked in it. Hand over to a colleague.',
      )
    const held = await Promise.all(needs.map(async (kind) => conversation.grants(kind)))
    if (held.some((grants) => grants.length > 0)) return ALLOW
    const { tools } = catalog.view(principal.access)
    const [way] = needs.flatMap((kind) => tools.filter(({ facts }) => facts.gives.includes(kind)))
    return refuse(
      'not_verified',
      way
        ? `The caller is not verified yet. Call ${way.name} first, then call ${tool.name} again.`
        : 'The caller would have to be verified first, and this connection cannot do that. Hand over to a colleague.',
    )
  }
  return function requireGrant(call) {
    return call.tool.facts.needs.length === 0 ? ALLOW : proved(call)
  }
}
