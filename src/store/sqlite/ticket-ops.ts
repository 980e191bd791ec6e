import type { TicketBody } from '../../kernel/ledger.ts'
import type {
  AskVerdict,
  DecideVerdict,
  NewTicket,
  TicketLimits,
} from '../../kernel/ticket-book.ts'
import type { Ticket, TicketDecision } from '../../kernel/ticket.ts'
import type { LedgerRow } from './ledger-rows.ts'
import type { TicketStatements } from './ticket-statements.ts'

/** What each operation on tickets takes. */
export interface TicketGiven {
  readonly askTicket: { readonly ticket: NewTicket; readonly limits: TicketLimits }
  readonly decideTicket: { readonly id: string; readonly decision: TicketDecision }
  readonly endTicket: {
    readonly id: string
    readonly state: 'void' | 'expired'
    readonly why: string
    readonly atMs: number
  }
}

type Append = (rows: readonly LedgerRow[]) => void

export function ticketOps(tickets: TicketStatements, append: Append) {
  return {
    askTicket: ({ ticket, limits }: TicketGiven['askTicket']): AskVerdict =>
      asked(ticket, limits, { tickets, append }),
    decideTicket({ id, decision }: TicketGiven['decideTicket']): DecideVerdict {
      const ticket = tickets.find(id)
      if (!ticket) return { kind: 'over', state: 'expired' }
      return decided(ticket, decision, { tickets, append })
    },
    endTicket({ id, state, why, atMs }: TicketGiven['endTicket']): boolean {
      const ticket = tickets.find(id)
      if (!ticket || !tickets.end(id, state, atMs)) return false
      append([ticketRow(ticket, { event: state, atMs, why })])
      return true
    },
  }
}

interface Parts {
  readonly tickets: TicketStatements
  readonly append: Append
}

function asked(
  ticket: NewTicket,
  { mostPending, quietMs }: TicketLimits,
  { tickets, append }: Parts,
): AskVerdict {
  const { askedAtMs: nowMs, request } = ticket
  const { client } = ticket.asker
  const waiting = tickets.alive(request, nowMs)
  if (waiting !== undefined) return { kind: 'waiting', number: waiting }
  const denied = tickets.denied(ticket, nowMs - quietMs)
  if (denied !== undefined) return { kind: 'quiet', number: denied }
  if (tickets.pendingOf(client, nowMs) >= mostPending) return { kind: 'full' }
  const number = tickets.add(ticket)
  append([ticketRow({ ...ticket, number }, { event: 'asked', atMs: nowMs })])
  return { kind: 'asked', number }
}

function decided(
  ticket: Ticket,
  decision: TicketDecision,
  { tickets, append }: Parts,
): DecideVerdict {
  const { verdict, atMs, operator: by, from, shown, reason: why } = decision
  if (ticket.state !== 'pending') return { kind: 'over', state: ticket.state }
  // Before it was asked for, a clock was set back, and nobody can tell how much time is left.
  const isEarly = ticket.askedAtMs > atMs
  if (isEarly || ticket.approveByMs <= atMs) {
    // On the disk, or the next clock that is set back would give it time again.
    tickets.end(ticket.id, 'expired', atMs)
    const late = isEarly ? 'the clock was set back' : 'nobody decided in time'
    append([ticketRow(ticket, { event: 'expired', atMs, why: late })])
    return { kind: 'over', state: 'expired' }
  }
  // Two credentials of one person are one operator: four eyes are two people's.
  if (ticket.decisions.some((said) => areSame(said, decision))) return { kind: 'twice' }
  tickets.note(ticket, decision)
  const row = (event: TicketBody['event']) =>
    append([ticketRow(ticket, { event, atMs, by, from, shown, why })])
  if (verdict === 'deny') {
    tickets.end(ticket.id, 'denied', atMs)
    row('denied')
    return { kind: 'denied' }
  }
  if (ticket.decisions.length + 1 < ticket.operatorsNeeded) {
    row('endorsed')
    return { kind: 'endorsed' }
  }
  tickets.approve(ticket.id, atMs + ticket.executeWithinMs)
  row('approved')
  return { kind: 'approved' }
}

function areSame(one: TicketDecision, other: TicketDecision): boolean {
  return (
    one.operator === other.operator || one.persons.some((person) => other.persons.includes(person))
  )
}

type Told = Pick<TicketBody, 'event'> & Partial<TicketBody> & { readonly atMs: number }

/** A row about a ticket. */
export function ticketRow(
  { id, number, asker, tool, binding, conversation }: NewTicket & Pick<Ticket, 'number'>,
  { atMs, event, by = null, from = null, shown = null, why = null }: Told,
): LedgerRow {
  const { client } = asker
  const body: TicketBody = { id, number, event, client, tool, binding, by, from, shown, why }
  return { at: atMs, kind: 'ticket', run: conversation, call: null, body: JSON.stringify(body) }
}
