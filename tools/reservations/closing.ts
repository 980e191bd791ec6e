import { readDay } from './day.ts'
import type { ClosingWish, Closure } from './offers.ts'
import { todayOf, type Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import { relocate, type Relocation } from './relocating.ts'
import { dayProblem, reachProblem } from './rules.ts'
import { servicesOn } from './slots.ts'
import { tidy } from './tidy.ts'

/** What closing would do, with the tables that were found for those who move. */
export interface Closing extends Pick<Closure, 'date' | 'reason' | 'moveTo'> {
  /** In the order of their times. Without a place they are cancelled. */
  readonly visits: readonly Relocation[]
}

/** Any party: what is asked is whether the day can be booked at all. */
const ANYBODY = 1

/** Checks a closing without writing anything. Who has come already, or should have, is left as they are. */
export function planClosing(premises: Premises, wish: ClosingWish): Closing | Problem {
  const read = readWish(premises, wish)
  if ('problem' in read) return read
  const { date, moveTo } = read
  const expected = premises.store.expectedOn(date, premises.now())
  const isOpen = servicesOn(premises, date).length > 0
  // A day that lost its services in the configuration may still have guests, and they are why it is to be closed.
  if (premises.store.closures.has(date) || (!isOpen && expected.length === 0))
    return { problem: 'already_closed', date }
  if (moveTo === null)
    return { ...read, visits: expected.map((reservation) => ({ reservation, place: undefined })) }
  const closed = withClosed(premises, date)
  const problem = dayProblem(closed, { date: moveTo, partySize: ANYBODY })
  if (problem) return problem
  const visits = relocate(closed, expected, moveTo)
  return 'problem' in visits ? visits : { ...read, visits }
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
    const plan = planClosing(premises, wish)
    if ('problem' in plan) return plan
    for (const { reservation, place } of plan.visits) {
      if (place) store.move(reservation, { ...place, partySize: reservation.partySize })
      else store.cancel(reservation)
    }
    const { date, reason, moveTo } = plan
    const visits = plan.visits.map(({ reservation }) => visitOf(reservation))
    const written = { operation: operation ?? null, closedAtMs: now() }
    store.closures.add({ date, reason, moveTo, visits, ...written })
    return { date, reason, moveTo, visits: visits.map(({ id: _internal, ...visit }) => visit) }
  })
}

function visitOf({ id, code, time, partySize, name, phone }: Reservation) {
  return { id, code, time, partySize, name, phone }
}

function readWish(premises: Premises, wish: ClosingWish) {
  const reason = tidy(wish.reason)
  if (!/\p{L}/u.test(reason)) return { problem: 'no_reason' } as const
  const today = todayOf(premises)
  const day = readDay(wish.date, today)
  if ('problem' in day) return day
  const problem = reachProblem(premises, { ...day, partySize: ANYBODY })
  if (problem) return problem
  if (wish.moveTo === undefined) return { ...day, reason, moveTo: null }
  const target = readDay(wish.moveTo, today)
  if ('problem' in target) return target
  if (target.date === day.date) return { problem: 'moved_to_itself', ...day } as const
  return { ...day, reason, moveTo: target.date }
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
