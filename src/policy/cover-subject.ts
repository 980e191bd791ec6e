import type { Call, HasPrepared, HasPrincipal, HasTool } from '../kernel/call.ts'
import { covers } from '../kernel/covers.ts'
import type { GrantStore } from '../kernel/conversation.ts'
import type { Clock } from '../kernel/host.ts'
import { ALLOW, type Guard } from '../kernel/pipeline.ts'

type Needs = Call & HasPrincipal & HasTool & HasPrepared

/**
 * Lets a call act only on what a grant of its conversation covers: whoever has proved to be one customer may not cancel
 * another's reservation. What does not exist and what is somebody else's get the same words, so that neither can be
 * told from the other by trying.
 */
export function coverSubject(grants: GrantStore, clock: Clock): Guard<Needs> {
  const covered: Guard<Needs> = async ({ prepared, conversation, learnt }) => {
    const subjects = (await prepared.subjects()) ?? []
    const held = conversation ? await grants.list(conversation.id, clock.now()) : []
    const grant = held.find((one) => subjects.some((subject) => covers(one, subject)))
    if (!grant) return prepared.unknownSubject()
    learnt.grant = `${grant.kind} ${grant.subject}`
    return ALLOW
  }
  return function coverSubject(call) {
    return call.tool.facts.hasSubjects ? covered(call) : ALLOW
  }
}
