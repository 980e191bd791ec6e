import { matches } from './access.ts'
import type { Asker, Ticket } from './ticket.ts'
import { isAtMost, type Tier } from './tier.ts'

/** Somebody who may decide on tickets. Never a client: the credentials are of another kind. */
export interface Operator {
  readonly name: string
  readonly title: string
  /** Who it is, and who is behind it: a person may have several credentials, and a service account an owner. */
  readonly persons: readonly string[]
  /** Names of tools, or patterns with `*`. */
  readonly tools: readonly string[]
  /** Names of clients, or patterns with `*`. */
  readonly clients: readonly string[]
  readonly highestTier: Tier
}

/** The persons behind some names, each once, in a form in which one person is one text. */
export function personsOf(names: readonly (string | null | undefined)[]): readonly string[] {
  const known = names.filter((name) => name !== null && name !== undefined)
  // Written otherwise, or in other letters that look and sort alike, it is still the same person.
  return [...new Set(known.map((name) => name.normalize('NFKC').trim().toLowerCase()))]
}

/** Why an operator may not decide on a ticket. */
export type NoRight = 'own' | 'tool' | 'client' | 'tier'

/** What of a ticket its operators depend on. */
export type TicketPlace = Pick<Ticket, 'persons' | 'tool' | 'tier'> & {
  readonly asker: Pick<Asker, 'client'>
}

/** What is somebody else's to decide does not exist for an operator. Their own tickets do, for others to decide on. */
export function maySeeTicket(operator: Operator, ticket: TicketPlace): boolean {
  const why = whyMayNotDecide(operator, ticket)
  return why === undefined || why === 'own'
}

/** Which of the rules keeps this operator from deciding; `undefined` when none does. */
export function whyMayNotDecide(
  { persons, tools, clients, highestTier }: Operator,
  ticket: TicketPlace,
): NoRight | undefined {
  if (!tools.some((pattern) => matches(pattern, ticket.tool))) return 'tool'
  if (!clients.some((pattern) => matches(pattern, ticket.asker.client))) return 'client'
  if (!isAtMost(ticket.tier, highestTier)) return 'tier'
  // Whoever asks does not decide, neither in person, nor by a second credential, nor by a service of theirs.
  return persons.some((person) => ticket.persons.includes(person)) ? 'own' : undefined
}
