import { timingSafeEqual } from 'node:crypto'

import { keyedDigestOf } from '../kernel/canonical-json.ts'
import { whyMayNotDecide, type Operator } from '../kernel/operator.ts'
import type { Ticket, TicketDecision } from '../kernel/ticket.ts'

type Sealed = Pick<Ticket, 'id' | 'binding'>

/** Seals a decision, so that whoever can write the database, but lacks the key beside it, cannot approve anything. */
export function sealOf(
  key: Uint8Array,
  { id, binding }: Sealed,
  { seal: _seal, ...said }: Omit<TicketDecision, 'seal'> & { readonly seal?: string },
): string {
  return keyedDigestOf(key, { v: 1, ticket: id, binding, ...said })
}

/**
 * Whether enough operators have approved, each by a decision that was sealed here, each another person, and each still
 * somebody who may decide on it: who was taken off the list meanwhile approves nothing any more. What the ticket says of
 * who asks and how many are needed is not sealed, so that has to be what is so now.
 */
export function isApproved(
  ticket: Ticket,
  operators: readonly Operator[],
  key: Uint8Array,
): boolean {
  const persons = new Set<string>()
  const good = ticket.decisions.filter((decision) => {
    const operator = operators.find(({ name }) => name === decision.operator)
    if (!operator || decision.verdict !== 'approve') return false
    const isAnother = operator.persons.every((person) => !persons.has(person))
    for (const person of operator.persons) persons.add(person)
    return (
      isAnother &&
      whyMayNotDecide(operator, ticket) === undefined &&
      isEqual(sealOf(key, ticket, decision), decision.seal)
    )
  })
  return good.length === ticket.decisions.length && good.length >= ticket.operatorsNeeded
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
