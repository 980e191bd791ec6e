import type { Database } from '../../src/index.ts'
import type { Reservation } from './reservation.ts'
import type { Held, NewReservation, Placement, Twin } from './rows.ts'

const COLUMNS = `
  id, 'R-' || number AS code, date, time, start_ms AS startMs, end_ms AS endMs,
  party_size AS partySize, name, phone, notes, status, conversation`

const SELECT = `SELECT ${COLUMNS} FROM reservations`

type InsertRow = Omit<NewReservation, 'tables' | 'demo'> & { demo: number }
type MoveRow = Omit<Placement, 'tables'> & Pick<Reservation, 'id'>

export function reservationStatements(database: Database) {
  return {
    byNumber: database.prepare<[number], Reservation>(`${SELECT} WHERE number = ?`),
    upcomingOf: database.prepare<[string, number], Reservation>(
      `${SELECT} WHERE phone = ? AND start_ms > ? AND status = 'booked' ORDER BY start_ms`,
    ),
    expectedOn: database.prepare<[string, number], Reservation>(
      `${SELECT} WHERE date = ? AND start_ms > ? AND status = 'booked' ORDER BY start_ms, number`,
    ),
    madeWith: database.prepare<[string], Reservation>(
      `${SELECT} WHERE phone = ? ORDER BY start_ms, number`,
    ),
    usedNumbers: database.prepare<[number, number], { number: number }>(
      'SELECT number FROM reservations WHERE number BETWEEN ? AND ? ORDER BY number',
    ),
    insert: database.prepare<[InsertRow], Reservation>(
      `INSERT INTO reservations (number, date, time, start_ms, end_ms, party_size, name, phone,
                                 notes, conversation, demo)
       VALUES (@number, @date, @time, @startMs, @endMs, @partySize, @name, @phone,
               @notes, @conversation, @demo)
       RETURNING ${COLUMNS}`,
    ),
    move: database.prepare<[MoveRow], Reservation>(
      `UPDATE reservations
          SET date = @date, time = @time, start_ms = @startMs, end_ms = @endMs,
              party_size = @partySize
        WHERE id = @id
       RETURNING ${COLUMNS}`,
    ),
    note: database.prepare<[string, number], Reservation>(
      `UPDATE reservations SET notes = ? WHERE id = ? RETURNING ${COLUMNS}`,
    ),
    cancel: database.prepare<[number], Reservation>(
      `UPDATE reservations SET status = 'cancelled' WHERE id = ? RETURNING ${COLUMNS}`,
    ),
    dropDemo: database.prepare<[]>('DELETE FROM reservations WHERE demo = 1'),
  }
}

/** What each reservation was when it was booked. */
export function bookingStatements(database: Database) {
  return {
    add: database.prepare<[Reservation]>(
      `INSERT INTO bookings (reservation_id, booked_date, booked_time, booked_party_size)
       VALUES (@id, @date, @time, @partySize)`,
    ),
    // `=` and not `IS`: NULL equals nothing, so without a conversation there is never a twin.
    sameVisit: database.prepare<[Twin], Reservation>(
      `${SELECT} JOIN bookings ON reservation_id = id
        WHERE conversation = @conversation AND status = 'booked' AND phone = @phone
          AND booked_date = @date AND booked_time = @time AND booked_party_size = @partySize`,
    ),
  }
}

/** What was done under which key. */
export function operationStatements(database: Database) {
  return {
    add: database.prepare<[string, number]>(
      'INSERT INTO operations (key, reservation_id) VALUES (?, ?)',
    ),
    done: database.prepare<[string], Reservation>(
      `${SELECT} JOIN operations ON reservation_id = id WHERE key = ?`,
    ),
  }
}

export function holdStatements(database: Database) {
  return {
    within: database.prepare<[number, number, number], Held>(
      `SELECT table_id AS tableId, start_ms AS startMs, end_ms AS endMs
         FROM reservations JOIN holds ON reservation_id = id
        WHERE status = 'booked' AND end_ms > ? AND start_ms < ? AND id <> ?`,
    ),
    add: database.prepare<[number, string]>(
      'INSERT INTO holds (reservation_id, table_id) VALUES (?, ?)',
    ),
    drop: database.prepare<[number]>('DELETE FROM holds WHERE reservation_id = ?'),
  }
}

export function factStatements(database: Database) {
  return {
    get: database.prepare<[string], { value: string }>('SELECT value FROM facts WHERE name = ?'),
    set: database.prepare<[string, string]>(
      `INSERT INTO facts (name, value) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    ),
  }
}
