import type { Ticket, TicketDecision, TicketState } from '../../kernel/ticket.ts'

/** What is asked for and looked up by stands in columns of its own; the rest is JSON. */
type InColumns =
  | 'number'
  | 'id'
  | 'conversation'
  | 'tool'
  | 'request'
  | 'binding'
  | 'onApproval'
  | 'state'
  | 'askedAtMs'
  | 'approveByMs'
  | 'executeByMs'
  | 'endedAtMs'

type Facts = Omit<Ticket, InColumns | 'decisions'>

/** A row of `tickets`, with its decisions as a JSON array. */
export interface TicketRow extends Pick<Ticket, InColumns> {
  readonly state: TicketState
  readonly client: string
  readonly facts: string
  readonly decisions: string
}

export const TICKET_COLUMNS = `number, id, client, conversation, tool, request, binding, on_approval AS onApproval, state,
  asked_at AS askedAtMs, approve_by AS approveByMs, execute_by AS executeByMs, ended_at AS endedAtMs, facts,
  (SELECT json_group_array(json(d.facts) ORDER BY d.at, d.operator) FROM ticket_decisions d WHERE d.ticket = number)
    AS decisions`

export function ticketOf({ client: _client, facts, decisions, ...columns }: TicketRow): Ticket {
  const rest: Facts = JSON.parse(facts)
  const said: readonly TicketDecision[] = JSON.parse(decisions)
  return { ...rest, ...columns, decisions: said }
}

/** What of a ticket is written as JSON. */
export function factsOf(ticket: Facts): string {
  const { asker, persons, user, title, tier, rule, policyVersion, toolDigest, key } = ticket
  const { sent, arguments: understood, resolved, readBack, operatorsNeeded } = ticket
  const facts: Facts = {
    asker,
    persons,
    user,
    title,
    tier,
    rule,
    policyVersion,
    toolDigest,
    key,
    sent,
    arguments: understood,
    resolved,
    readBack,
    operatorsNeeded,
    executeWithinMs: ticket.executeWithinMs,
  }
  return JSON.stringify(facts)
}
