import type { Journal } from '../kernel/journal.ts'
import type { Operation } from '../kernel/operation.ts'
import type { Standing, StandingState } from '../kernel/standing.ts'
import { ticketNumber, type Ticket, type TicketState } from '../kernel/ticket.ts'

export interface StandingParts {
  readonly journal: Pick<Journal, 'ticketsOf' | 'operationsOf'>
  /** A tool's name for people. */
  readonly titleOf: (tool: string) => string
}

/** Where the tickets and the changes of one client's conversation stand at this time, newest ticket first. */
export function standingsOf(
  { journal, titleOf }: StandingParts,
  { client, conversation, nowMs }: Whose,
): readonly Standing[] {
  const tickets = journal.ticketsOf(client, conversation)
  const operations = conversation === null ? [] : journal.operationsOf(conversation)
  const ids = new Set(tickets.map(({ id }) => id))
  const byClearance = new Map(operations.map((operation) => [operation.clearance, operation]))
  return [
    ...tickets.map((ticket) => ticketStanding(ticket, byClearance.get(ticket.id), nowMs)),
    ...operations
      .filter(({ clearance }) => clearance === null || !ids.has(clearance))
      .map((operation) => operationStanding(operation, titleOf(operation.tool), nowMs)),
  ]
}

interface Whose {
  readonly client: string
  readonly conversation: string | null
  readonly nowMs: number
}

const TICKET_STANDING: Readonly<Record<TicketState, StandingState>> = {
  pending: 'waiting',
  approved: 'approved',
  denied: 'denied',
  // Without its operation, which is forgotten later than the ticket or with it.
  used: 'done',
  void: 'void',
  expired: 'expired',
}

function ticketStanding(ticket: Ticket, operation: Operation | undefined, nowMs: number): Standing {
  const { tool, title, askedAtMs, operatorsNeeded, decisions, onApproval, state } = ticket
  const approvals = decisions.filter(({ verdict }) => verdict === 'approve').length
  const isLate = (ticket.executeByMs ?? ticket.approveByMs) <= nowMs
  const isAlive = state === 'pending' || state === 'approved'
  return {
    ticket: ticketNumber(ticket),
    tool,
    title,
    state: operation
      ? stateOf(operation, nowMs)
      : isAlive && isLate
        ? 'expired'
        : TICKET_STANDING[state],
    askedAtMs,
    operatorsLeft: state === 'pending' ? operatorsNeeded - approvals : 0,
    runsByItself: onApproval === 'execute',
    reason: decisions.find(({ verdict }) => verdict === 'deny')?.reason ?? undefined,
  }
}

function operationStanding(operation: Operation, title: string, nowMs: number): Standing {
  return {
    ticket: undefined,
    tool: operation.tool,
    title,
    state: stateOf(operation, nowMs),
    askedAtMs: undefined,
    operatorsLeft: 0,
    runsByItself: false,
    reason: undefined,
  }
}

/** A process that has let its lease run out is gone, whatever the row says. */
function stateOf({ state, leaseUntilMs }: Operation, nowMs: number): StandingState {
  const isLeft = leaseUntilMs <= nowMs
  switch (state) {
    case 'claimed':
      return isLeft ? 'cancelled' : 'at_work'
    case 'committed':
      return isLeft ? 'in_doubt' : 'at_work'
    case 'succeeded':
      return 'done'
    default:
      return state
  }
}
