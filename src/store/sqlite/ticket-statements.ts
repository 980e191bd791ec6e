import type { NewTicket } from '../../kernel/ticket-book.ts'
import { ticketMatter } from '../../kernel/ticket-matter.ts'
import type { Ticket, TicketDecision } from '../../kernel/ticket.ts'
import type { Database } from './database.ts'
import { factsOf, TICKET_COLUMNS, ticketOf, type TicketRow } from './ticket-rows.ts'

/** The statements on tickets; each belongs into a transaction of its caller. */
export function ticketStatements(database: Database) {
  const select = database.prepare<[string], TicketRow>(
    `SELECT ${TICKET_COLUMNS} FROM tickets WHERE id = ?`,
  )
  return Object.freeze({
    find(id: string): Ticket | undefined {
      const row = select.get(id)
      return row && ticketOf(row)
    },
    ...asking(database),
    ...deciding(database),
    ...using(database),
    ...ending(database),
  })
}

export type TicketStatements = ReturnType<typeof ticketStatements>

function asking(database: Database) {
  const alive = database
    .prepare<[string, number, number], number>(
      `SELECT number FROM tickets
        WHERE request = ? AND ((state = 'pending' AND approve_by > ?) OR (state = 'approved' AND execute_by > ?))
        ORDER BY number DESC LIMIT 1`,
    )
    .pluck()
  const denied = database.prepare<[string, string, number], TicketRow>(
    `SELECT ${TICKET_COLUMNS} FROM tickets
      WHERE state = 'denied' AND client = ? AND tool = ? AND ended_at > ? ORDER BY number DESC`,
  )
  const pending = database
    .prepare<[string, number], number>(
      `SELECT count(*) FROM tickets WHERE client = ? AND state = 'pending' AND approve_by > ?`,
    )
    .pluck()
  const insert = database
    .prepare<[ReturnType<typeof columnsOf>], number>(
      `INSERT INTO tickets (id, client, conversation, tool, request, binding, on_approval, state, asked_at, approve_by, facts)
       VALUES (@id, @client, @conversation, @tool, @request, @binding, @onApproval, 'pending', @askedAtMs, @approveByMs,
               @facts)
       RETURNING number`,
    )
    .pluck()
  return {
    alive: (request: string, nowMs: number) => alive.get(request, nowMs, nowMs),
    /** The denial that keeps it from being asked: of its tool in its conversation, or of the same matter in any. */
    denied(ticket: NewTicket, sinceMs: number): number | undefined {
      const { asker, tool, conversation } = ticket
      const rows = denied.all(asker.client, tool, sinceMs)
      if (rows.length === 0) return undefined
      const matter = ticketMatter(ticket)
      // Compared, and not kept in a column: people deny few, and a database of an earlier version has no such column.
      return rows.find(
        (row) => row.conversation === conversation || ticketMatter(ticketOf(row)) === matter,
      )?.number
    },
    pendingOf: (client: string, nowMs: number): number => pending.get(client, nowMs) ?? 0,
    /** Answers its number. */
    add(ticket: NewTicket): number {
      const number = insert.get(columnsOf(ticket))
      if (number === undefined) throw new Error('A ticket that was to be written is not there.')
      return number
    },
  }
}

function deciding(database: Database) {
  const note = database.prepare<[number, string, string, number, string]>(
    'INSERT INTO ticket_decisions (ticket, operator, verdict, at, facts) VALUES (?, ?, ?, ?, ?)',
  )
  const approve = database.prepare<[number, string]>(
    `UPDATE tickets SET state = 'approved', execute_by = ? WHERE id = ? AND state = 'pending'`,
  )
  return {
    note({ number }: Ticket, decision: TicketDecision): void {
      const { operator, verdict, atMs } = decision
      note.run(number, operator, verdict, atMs, JSON.stringify(decision))
    },
    approve: (id: string, executeByMs: number): void => void approve.run(executeByMs, id),
  }
}

function using(database: Database) {
  const use = database.prepare<[number, string, string, number, number]>(
    `UPDATE tickets SET state = 'used', ended_at = ?
      WHERE id = ? AND binding = ? AND state = 'approved' AND execute_by > ? AND asked_at <= ?`,
  )
  const held = database.prepare<[string, string]>(
    `SELECT 1 FROM tickets WHERE id = ? AND binding = ? AND state = 'used'`,
  )
  return {
    use: (id: string, binding: string, nowMs: number): boolean =>
      use.run(nowMs, id, binding, nowMs, nowMs).changes === 1,
    /** Whether it was used for this binding. What has begun in time may be finished later. */
    isHeld: (id: string, binding: string): boolean => held.get(id, binding) !== undefined,
  }
}

function ending(database: Database) {
  const end = database.prepare<[string, number, string]>(
    `UPDATE tickets SET state = ?, ended_at = ? WHERE id = ? AND state IN ('pending', 'approved')`,
  )
  const overdue = database.prepare<[number, number], TicketRow>(
    `SELECT ${TICKET_COLUMNS} FROM tickets
      WHERE (state = 'pending' AND approve_by <= ?) OR (state = 'approved' AND execute_by <= ?) ORDER BY number`,
  )
  // A ticket goes with its operation, or whoever asks what became of it would be asked for another one.
  const forget = database.prepare<[number]>(
    `DELETE FROM tickets WHERE ended_at <= ? AND id NOT IN (SELECT clearance FROM operations WHERE clearance IS NOT NULL)`,
  )
  const forgetDecisions = database.prepare<[]>(
    'DELETE FROM ticket_decisions WHERE ticket NOT IN (SELECT number FROM tickets)',
  )
  return {
    end: (id: string, state: 'denied' | 'void' | 'expired', atMs: number): boolean =>
      end.run(state, atMs, id).changes === 1,
    overdue: (nowMs: number): readonly Ticket[] => overdue.all(nowMs, nowMs).map(ticketOf),
    forgetBefore(atMs: number): void {
      if (forget.run(atMs).changes > 0) forgetDecisions.run()
    },
  }
}

/** What the insert names; SQLite takes no value that is an object. */
function columnsOf(ticket: NewTicket) {
  const { id, conversation, tool, request, binding, onApproval, askedAtMs, approveByMs } = ticket
  const { client } = ticket.asker
  const facts = factsOf(ticket)
  return {
    id,
    client,
    conversation,
    tool,
    request,
    binding,
    onApproval,
    askedAtMs,
    approveByMs,
    facts,
  }
}
