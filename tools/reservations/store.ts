import { plainName, type Database } from '../../src/index.ts'
import { createClosures, type Closures } from './closures.ts'
import type { Reservation } from './reservation.ts'
import type { Held, NewReservation, Placement, Twin } from './rows.ts'
import {
  bookingStatements,
  factStatements,
  holdStatements,
  operationStatements,
  reservationStatements,
} from './statements.ts'

export interface Store {
  /** Runs `work` as one transaction that no other process can write beside. */
  atomically<T>(work: () => T): T
  /** What touches the span, without the holds of reservation `exceptId`. */
  held(fromMs: number, toMs: number, exceptId: number): readonly Held[]
  byCode(code: string): Reservation | undefined
  /** Booked, not yet begun, soonest first. */
  upcomingOf(phone: string, nowMs: number): readonly Reservation[]
  /** Booked for this day, not yet begun, soonest first. */
  expectedOn(date: string, nowMs: number): readonly Reservation[]
  /** All that were ever made with this phone number, the earliest first. */
  madeWith(phone: string): readonly Reservation[]
  /** The booked reservation that this very conversation made with these details, also if it was changed since. */
  twin(wish: Twin): Reservation | undefined
  usedNumbers(low: number, high: number): readonly number[]
  insert(reservation: NewReservation): Reservation
  move(reservation: Reservation, to: Placement): Reservation
  note(reservation: Reservation, notes: string): Reservation
  cancel(reservation: Reservation): Reservation
  /** What was made or changed under this key of an operation, as it is now. */
  doneUnder(operation: string): Reservation | undefined
  setDone(operation: string, reservation: Reservation): void
  /** The days that were closed since the restaurant was configured. */
  readonly closures: Closures
  dropDemo(): void
  fact(name: string): string | undefined
  setFact(name: string, value: string): void
}

export function createStore(database: Database): Store {
  const rows = reservationStatements(database)
  const bookings = bookingStatements(database)
  const holds = holdStatements(database)
  const operations = operationStatements(database)
  const facts = factStatements(database)
  const hold = (id: number, tables: readonly string[]): void => {
    for (const table of tables) holds.add.run(id, table)
  }
  return Object.freeze<Store>({
    atomically: (work) => database.transaction(work).immediate(),
    held: (fromMs, toMs, exceptId) => holds.within.all(fromMs, toMs, exceptId),
    byCode: (code) => rows.byNumber.get(Number(code.slice('R-'.length))),
    upcomingOf: (phone, nowMs) => rows.upcomingOf.all(phone, nowMs),
    expectedOn: (date, nowMs) => rows.expectedOn.all(date, nowMs),
    madeWith: (phone) => rows.madeWith.all(phone),
    twin: (wish) =>
      bookings.sameVisit.all(wish).find(({ name }) => plainName(name) === plainName(wish.name)),
    usedNumbers: (low, high) => rows.usedNumbers.all(low, high).map(({ number }) => number),
    insert({ tables, demo, ...rest }) {
      const made = written(rows.insert.get({ ...rest, demo: Number(demo) }))
      bookings.add.run(made)
      hold(made.id, tables)
      return made
    },
    move({ id }, { tables, ...to }) {
      const moved = written(rows.move.get({ ...to, id }))
      holds.drop.run(id)
      hold(id, tables)
      return moved
    },
    note: ({ id }, notes) => written(rows.note.get(notes, id)),
    cancel: ({ id }) => written(rows.cancel.get(id)),
    doneUnder: (operation) => operations.done.get(operation),
    setDone: (operation, { id }) => void operations.add.run(operation, id),
    closures: createClosures(database),
    dropDemo: () => void rows.dropDemo.run(),
    fact: (name) => facts.get.get(name)?.value,
    setFact: (name, value) => void facts.set.run(name, value),
  })
}

function written(row: Reservation | undefined): Reservation {
  if (!row) throw new Error('A reservation that was to be written is not there.')
  return row
}
