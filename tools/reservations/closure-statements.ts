import type { Database } from '../../src/index.ts'
import type { ClosureTwin, NewClosure } from './closures.ts'
import type { ClosedVisit, Closure } from './offers.ts'

type VisitRow = NewClosure['visits'][number] & Pick<Closure, 'date'>

const SELECT = 'SELECT date, reason, moved_to AS moveTo FROM closures'

export function closureStatements(database: Database) {
  return {
    has: database.prepare<[string], { date: string }>('SELECT date FROM closures WHERE date = ?'),
    add: database.prepare<[Omit<NewClosure, 'visits'>]>(
      `INSERT INTO closures (date, reason, moved_to, client, operation, closed_at_ms)
       VALUES (@date, @reason, @moveTo, @client, @operation, @closedAtMs)`,
    ),
    addVisit: database.prepare<[VisitRow]>(
      `INSERT INTO closed_visits (date, reservation_id, time, party_size)
       VALUES (@date, @id, @time, @partySize)`,
    ),
    done: database.prepare<[string], Omit<Closure, 'visits'>>(`${SELECT} WHERE operation = ?`),
    // `IS` and not `=`: a day that moves nobody has NULL, and so has its twin.
    twin: database.prepare<[ClosureTwin], Omit<Closure, 'visits'>>(
      `${SELECT} WHERE date = @date AND reason = @reason AND moved_to IS @moveTo AND client = @client`,
    ),
    visitsOf: database.prepare<[string], ClosedVisit>(
      `SELECT 'R-' || number AS code, v.time, v.party_size AS partySize, name, phone
         FROM closed_visits v JOIN reservations r ON v.reservation_id = r.id
        WHERE v.date = ? ORDER BY v.time, number`,
    ),
  }
}
