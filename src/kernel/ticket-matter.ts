import { digestOf } from './canonical-json.ts'
import type { Ticket } from './ticket.ts'

/**
 * The digest of what a ticket asks for and on whose behalf, in whichever conversation and under whichever key: two
 * tickets of one client with the same are the same question to an operator.
 */
export function ticketMatter({
  asker,
  user,
  tool,
  arguments: understood,
  resolved,
}: Pick<Ticket, 'asker' | 'user' | 'tool' | 'arguments' | 'resolved'>): string {
  return digestOf({ client: asker.client, user, tool, arguments: understood, resolved })
}
