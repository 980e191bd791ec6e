import { readDay } from './day.ts'
import type { ClosedVisit, ClosingPlan, ClosingWish, Closure } from './offers.ts'
import { todayOf, type Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import { relocate, type Relocation } from './relocating.ts'
import { dayProblem, reachProblem } from './rules.ts'
import { servicesOn } from './slots.ts'
import { tidy } from './tidy.ts'

/** Any party: what is asked is whether the day can be booked at all. */
const ANYBODY = 1

/**
 * Checks a closing without writing anything. Who has come already, or should have, is left as they are. What this client
 * has closed so is planned as it was then: a retry has to find what was agreed to, although it is done.
 */
export function planClosing(premises: Premises, wish: ClosingWish): ClosingPlan | Problem {
  const read = readWish(premises, wish)
  if ('problem' in read) return read
  const twin = premises.store.closures.twin(read)
  const visits = twin?.visits ?? visitsOf(findPlaces(premises, read))
  if ('problem' in visits) return visits
  const { date, reason, moveTo } = read
  const guests = visits.reduce((sum, { partySize }) => sum + partySize, 0)
  return { date, reason, moveTo, codes: visits.map(({ code }) => code), guests }
}

/** Closes the day, once for each operation: its reservations move or are cancelled with it, or nothing happens. */
export function close(
  premises: Premises,
  wish: ClosingWish,
  operation: string | undefined,
): Closure | Problem {
  const { store, now } = premises
  return store.atomically(() => {
    const done = operation === undefined ? undefined : store.closures.doneUnder(operation)
    if (done) return done
    const read = readWish(premises, wish)
    if ('problem' in read) return read
    const twin = store.closures.twin(read)
    if (twin) return twin
    const found = findPlaces(premises, read)
    if ('problem' in found) return found
    for (const { reservation, place } of found) {
      if (place) store.move(reservation, { ...place, partySize: reservation.partySize })
      else store.cancel(reservation)
    }
    const visits = found.map(({ reservation }) => reservation)
    store.closures.add({ ...read, visits, operation: operation ?? null, closedAtMs: now() })
    const { date, reason, moveTo } = read
    return { date, reason, moveTo, visits: visits.map(visitOf) }
  })
}

/** Those who are expected that day, each with a place on the day they move to; or why the day cannot be closed so. */
function findPlaces(
  premises: Premises,
  { date, moveTo }: ReadWish,
): readonly Relocation[] | Problem {
  const { store, now } = premises
  const outOfReach = reachProblem(premises, { date, partySize: ANYBODY })
  if (outOfReach) return outOfReach
  const expected = store.expectedOn(date, now())
  const isOpen = servicesOn(premises, date).length > 0
  // A day that lost its services in the configuration may still have guests, and they are why it is to be closed.
  if (store.closures.has(date) || (!isOpen && expected.length === 0))
    return { problem: 'already_closed', date }
  if (moveTo === null) return expected.map((reservation) => ({ reservation, place: undefined }))
  const closed = withClosed(premises, date)
  const problem = dayProblem(closed, { date: moveTo, partySize: ANYBODY })
  return problem ?? relocate(closed, expected, moveTo)
}

function visitsOf(found: readonly Relocation[] | Problem): readonly Reservation[] | Problem {
  return 'problem' in found ? found : found.map(({ reservation }) => reservation)
}

function visitOf({ code, time, partySize, name, phone }: Reservation): ClosedVisit {
  return { code, time, partySize, name, phone }
}

/** A wish in the house's forms. */
interface ReadWish extends Pick<Closure, 'date' | 'reason' | 'moveTo'> {
  readonly client: string
}

function readWish(premises: Premises, wish: ClosingWish): ReadWish | Problem {
  const { client } = wish
  const reason = tidy(wish.reason)
  if (!/\p{L}/u.test(reason)) return { problem: 'no_reason' }
  const today = todayOf(premises)
  const day = readDay(wish.date, today)
  if ('problem' in day) return day
  if (wish.moveTo === undefined) return { ...day, reason, client, moveTo: null }
  const target = readDay(wish.moveTo, today)
  if ('problem' in target) return target
  if (target.date === day.date) return { problem: 'moved_to_itself', ...day }
  return { ...day, reason, client, moveTo: target.date }
}

/** The premises as if the day were closed already, so that nobody is sent there. */
function withClosed(premises: Premises, date: string): Premises {
  const { store } = premises
  const closures = {
    ...store.closures,
    has: (other: string) => other === date || store.closures.has(other),
  }
  return { ...premises, store: { ...store, closures } }
}
