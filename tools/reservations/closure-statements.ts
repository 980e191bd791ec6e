import type { Database } from '../../src/index.ts'
import type { NewClosure } from './closures.ts'
import type { ClosedVisit, Closure } from './offers.ts'

type VisitRow = NewClosure['visits'][number] & Pick<Closure, 'date'>

export function closureStatements(database: Database) {
  return {
    has: database.prepare<[string], { date: string }>('SELECT date FROM closures WHERE date = ?'),
    add: database.prepare<[Omit<NewClosure, 'visits'>]>(
      `INSERT INTO closures (date, reason, moved_to, operation, closed_at_ms)
       VALUES (@date, @reason, @moveTo, @operation, @closedAtMs)`,
    ),
    addVisit: database.prepare<[VisitRow]>(
      `INSERT INTO closed_visits (date, reservation_id, time, party_size)
       VALUES (@date, @id, @time, @partySize)`,
    ),
    done: database.prepare<[string], Omit<Closure, 'visits'>>(
      'SELECT date, reason, moved_to AS moveTo FROM closures WHERE operation = ?',
    ),
    visitsOf: database.prepare<[string], ClosedVisit>(
      `SELECT 'R-' || number AS code, v.time, v.party_size AS partySize, name, phone
         FROM closed_visits v JOIN reservations r ON v.reservation_id = r.id
        WHERE v.date = ? ORDER BY v.time, number`,
    ),
  }
}
