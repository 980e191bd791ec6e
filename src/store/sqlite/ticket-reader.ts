import type { TicketBook, TicketQuery } from '../../kernel/ticket-book.ts'
import type { Ticket } from '../../kernel/ticket.ts'
import type { Database } from './database.ts'
import { TICKET_COLUMNS, ticketOf, type TicketRow } from './ticket-rows.ts'

type Reads = Pick<
  TicketBook,
  'ticketFor' | 'ticketNumbered' | 'tickets' | 'ticketsOf' | 'ticketsToRun'
>

/** Reads them, outside any transaction. */
export function ticketReader(database: Database): Reads {
  const byRequest = database.prepare<[string], TicketRow>(
    `SELECT ${TICKET_COLUMNS} FROM tickets WHERE request = ? ORDER BY number DESC LIMIT 1`,
  )
  const byNumber = database.prepare<[number], TicketRow>(
    `SELECT ${TICKET_COLUMNS} FROM tickets WHERE number = ?`,
  )
  const page = database.prepare<[{ states: string; before: number; limit: number }], TicketRow>(
    // The numbers first, from the index alone, or everything that waits would be read and sorted for one page of it.
    `SELECT ${TICKET_COLUMNS} FROM tickets
      WHERE number IN (SELECT number FROM tickets
                        WHERE state IN (SELECT value FROM json_each(@states)) AND number < @before
                        ORDER BY number DESC LIMIT @limit)
      ORDER BY number DESC`,
  )
  const byPlace = database.prepare<[string, string | null], TicketRow>(
    `SELECT ${TICKET_COLUMNS} FROM tickets WHERE client = ? AND conversation IS ? ORDER BY number DESC LIMIT 20`,
  )
  const toRun = database.prepare<[{ nowMs: number; after: number }], TicketRow>(
    `SELECT ${TICKET_COLUMNS} FROM tickets t
      WHERE on_approval = 'execute' AND number > @after
        AND ((state = 'approved' AND execute_by > @nowMs)
          OR (state = 'used' AND EXISTS (
                SELECT 1 FROM operations o
                 WHERE o.clearance = t.id AND o.lease_until <= @nowMs
                   AND (o.state = 'claimed' OR (o.state = 'cancelled' AND o.expires_at > @nowMs)
                     OR (o.resumes = 1 AND o.state IN ('committed', 'in_doubt'))))))
      ORDER BY number LIMIT 20`,
  )
  const one = (row: TicketRow | undefined): Ticket | undefined => row && ticketOf(row)
  return Object.freeze<Reads>({
    ticketFor: (request) => one(byRequest.get(request)),
    ticketNumbered: (number) => one(byNumber.get(number)),
    tickets: ({ states, before = Number.MAX_SAFE_INTEGER, limit }: TicketQuery) =>
      page.all({ states: JSON.stringify(states), before, limit }).map(ticketOf),
    ticketsOf: (client, conversation) => byPlace.all(client, conversation).map(ticketOf),
    ticketsToRun: (nowMs, after = 0) => toRun.all({ nowMs, after }).map(ticketOf),
  })
}
