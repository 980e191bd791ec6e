import Sqlite from 'better-sqlite3'

import type { TicketEvent, TicketEvents } from '../../kernel/ticket-events.ts'
import type { Database } from './database.ts'

/**
 * Reads what the ledger says of tickets, by a connection of its own that cannot write. Throws when there is no such
 * file, or no journal in it.
 */
export function openTicketEvents(file: string): TicketEvents {
  const database: Database = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    return eventsIn(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function eventsIn(database: Database): TicketEvents {
  // Both by an index of these rows alone: this is asked four times a second, and reads are most of the ledger.
  const newest = database
    .prepare<[], number | null>(`SELECT max(seq) FROM ledger WHERE kind = 'ticket'`)
    .pluck()
  const after = database.prepare<[number, number], TicketEvent>(
    `SELECT l.seq, l.at AS atMs, l.body ->> 'number' AS number, l.body ->> 'event' AS event, l.body ->> 'tool' AS tool,
            l.body ->> 'client' AS client, l.body ->> 'by' AS "by", t.facts ->> 'tier' AS tier
       FROM ledger l LEFT JOIN tickets t ON t.number = l.body ->> 'number'
      WHERE l.kind = 'ticket' AND l.seq > ? ORDER BY l.seq LIMIT ?`,
  )
  return Object.freeze<TicketEvents>({
    newest: () => newest.get() ?? 0,
    after: (seq, limit) => after.all(seq, limit),
    close: () => {
      database.close()
    },
  })
}
