import { mayOpen, type Access } from './access.ts'
import { readCode } from './code.ts'
import type { Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import { dayFrom, findPlace, timeFrom } from './rules.ts'

/** A change as the caller's agent wrote it; what is left out stays as it is. */
export interface ChangeWish {
  readonly code: string
  readonly date?: string | undefined
  readonly time?: string | undefined
  readonly partySize?: number | undefined
  readonly conversation: string | null
}

export interface ChangePlan {
  readonly reservation: Reservation
  readonly date: string
  readonly time: string
  readonly partySize: number
  readonly conversation: string | null
}

/** The reservation of `code`, if whoever has this access may act on it. */
export function ownReservation(
  premises: Premises,
  code: string,
  access: Access,
): Reservation | Problem {
  const read = readCode(code)
  if (read === undefined) return { problem: 'unreadable_code' }
  const reservation = premises.store.byCode(read)
  // Somebody else's reservation and none at all are the same answer: codes must not be testable.
  return reservation && mayOpen(reservation, access) ? reservation : { problem: 'unknown_code' }
}

/** Checks a change without writing anything. */
export function planChange(
  premises: Premises,
  wish: ChangeWish,
  access: Access,
): ChangePlan | Problem {
  const reservation = ownReservation(premises, wish.code, access)
  if ('problem' in reservation) return reservation
  const stuck = settled(premises, reservation)
  if (stuck) return stuck
  if (wish.date === undefined && wish.time === undefined && wish.partySize === undefined)
    return { problem: 'nothing_to_change' }

  const { conversation, partySize = reservation.partySize } = wish
  const day = wish.date === undefined ? reservation : dayFrom(premises, wish.date)
  if ('problem' in day) return day
  const clock = wish.time === undefined ? reservation : timeFrom(wish.time)
  if ('problem' in clock) return clock
  const plan = { reservation, date: day.date, time: clock.time, partySize, conversation }
  return differenceProblem(plan) ?? placeProblem(premises, plan) ?? plan
}

/** Moves a reservation as one transaction: either all of it moves or nothing does. */
export function change(premises: Premises, plan: ChangePlan): Reservation | Problem {
  const { store } = premises
  return store.atomically(() => {
    const reservation = store.byCode(plan.reservation.code)
    if (!reservation) return { problem: 'unknown_code' }
    const problem = settled(premises, reservation)
    if (problem || isAsPlanned(reservation, plan)) return problem ?? reservation
    const place = findPlace(premises, { ...plan, exceptId: reservation.id })
    if ('problem' in place) return place
    const { partySize, conversation } = plan
    return store.move(reservation, { ...place, partySize, changedIn: conversation })
  })
}

/** Checks a cancellation. A reservation that is cancelled already is no problem: the caller has what they want. */
export function planCancel(
  premises: Premises,
  code: string,
  access: Access,
): Reservation | Problem {
  const reservation = ownReservation(premises, code, access)
  if ('problem' in reservation || reservation.status === 'cancelled') return reservation
  return settled(premises, reservation) ?? reservation
}

export function cancel(premises: Premises, { code }: Reservation): Reservation | Problem {
  return premises.store.atomically(() => {
    const reservation = premises.store.byCode(code)
    if (!reservation) return { problem: 'unknown_code' }
    if (reservation.status === 'cancelled') return reservation
    return settled(premises, reservation) ?? premises.store.cancel(reservation)
  })
}

function settled(
  { now }: Premises,
  { code, date, status, startMs }: Reservation,
): Problem | undefined {
  if (status === 'cancelled') return { problem: 'cancelled', code }
  return startMs <= now() ? { problem: 'over', code, date } : undefined
}

function isAsPlanned(reservation: Reservation, plan: ChangePlan): boolean {
  const { date, time, partySize } = reservation
  return date === plan.date && time === plan.time && partySize === plan.partySize
}

/** A repeated call finds its own change done, and that is fine; otherwise something has to differ. */
function differenceProblem(plan: ChangePlan): Problem | undefined {
  const { reservation, conversation } = plan
  const repeated = conversation !== null && reservation.changedIn === conversation
  if (!isAsPlanned(reservation, plan) || repeated) return undefined
  return { problem: 'unchanged', code: reservation.code }
}

function placeProblem(premises: Premises, plan: ChangePlan): Problem | undefined {
  if (isAsPlanned(plan.reservation, plan)) return undefined
  const place = findPlace(premises, { ...plan, exceptId: plan.reservation.id })
  return 'problem' in place ? place : undefined
}
