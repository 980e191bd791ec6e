import type { Access } from './access.ts'
import { readDay } from './day.ts'
import { ownReservation, settled } from './owning.ts'
import { todayOf, type Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import { findPlace } from './rules.ts'
import { readTime } from './wall-time.ts'

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

/** Checks a change without writing anything. */
export function planChange(
  premises: Premises,
  wish: ChangeWish,
  access: Access,
): ChangePlan | Problem {
  const reservation = ownReservation(premises, wish.code, access)
  if ('problem' in reservation) return reservation
  const plan = settled(premises, reservation) ?? readChange(premises, wish, reservation)
  if ('problem' in plan) return plan
  if (isDone(reservation, plan)) return isRepeated(plan) ? plan : unchanged(reservation)
  const place = findPlace(premises, { ...plan, exceptId: reservation.id })
  return 'problem' in place ? place : plan
}

/** Moves a reservation as one transaction: either all of it moves or nothing does. */
export function change(premises: Premises, plan: ChangePlan): Reservation | Problem {
  const { store } = premises
  return store.atomically(() => {
    const reservation = store.byCode(plan.reservation.code)
    if (!reservation) return { problem: 'unknown_code' }
    const problem = settled(premises, reservation)
    if (problem) return problem
    if (isDone(reservation, plan)) return reservation
    const place = findPlace(premises, { ...plan, exceptId: reservation.id })
    if ('problem' in place) return place
    const { partySize, conversation } = plan
    return store.move(reservation, { ...place, partySize, changedIn: conversation })
  })
}

function readChange(
  premises: Premises,
  wish: ChangeWish,
  reservation: Reservation,
): ChangePlan | Problem {
  const { conversation, partySize = reservation.partySize } = wish
  if ((wish.date ?? wish.time ?? wish.partySize) === undefined)
    return { problem: 'nothing_to_change' }
  const day = wish.date === undefined ? reservation : readDay(wish.date, todayOf(premises))
  if ('problem' in day) return day
  const clock = wish.time === undefined ? reservation : readTime(wish.time)
  if ('problem' in clock) return clock
  return { reservation, date: day.date, time: clock.time, partySize, conversation }
}

function isDone(reservation: Reservation, plan: ChangePlan): boolean {
  const { date, time, partySize } = reservation
  return date === plan.date && time === plan.time && partySize === plan.partySize
}

/** A call sent again finds its own change done, and gets the same answer again. */
function isRepeated({ reservation, conversation }: ChangePlan): boolean {
  return conversation !== null && reservation.changedIn === conversation
}

function unchanged({ code }: Reservation): Problem {
  return { problem: 'unchanged', code }
}
