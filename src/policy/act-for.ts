import type { ActingUser } from '../kernel/acting-user.ts'
import type { Call, HasPrincipal, HasTool, HasUser } from '../kernel/call.ts'
import type { Grant, GrantStore } from '../kernel/conversation.ts'
import type { Clock } from '../kernel/host.ts'
import type { Derive } from '../kernel/pipeline.ts'

/**
 * Learns on whose behalf the call is made: the person whom the credential or the client's configuration names, else the
 * one whom this conversation has verified. Two at once are nobody: a code must not go to the wrong one of them.
 */
export function actFor(
  grants: GrantStore,
  clock: Clock,
): Derive<Call & HasPrincipal & HasTool, HasUser> {
  const verified = async (conversation: string): Promise<HasUser> => {
    const people = (await grants.list(conversation, clock.now())).flatMap(personIn)
    return { user: people.length === 1 ? people[0] : undefined }
  }
  return function actFor({ principal, conversation, tool }) {
    const { user } = principal
    if (user || !conversation || tool.facts.tier === 'read') return { user }
    return verified(conversation.id)
  }
}

/** A grant is about a person when it says how to reach them. */
function personIn({ kind, subject, facts }: Grant): readonly ActingUser[] {
  const { email, name = subject } = facts
  return email ? [{ id: `${kind} ${subject}`, name, email }] : []
}
