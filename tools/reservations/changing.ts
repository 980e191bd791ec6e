import { readDay } from './day.ts'
import { byCode } from './finding.ts'
import { instantOf } from './moment.ts'
import { once, unlessCancelled } from './once.ts'
import { todayOf, type Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import { findPlace, type Place } from './rules.ts'
import { settled } from './settled.ts'
import { readTime } from './wall-time.ts'

/** A change as the caller's agent wrote it; what is left out stays as it is. */
export interface ChangeWish {
  readonly code: string
  readonly date?: string | undefined
  readonly time?: string | undefined
  readonly partySize?: number | undefined
}

export interface ChangePlan {
  /** As it is before the change. */
  readonly reservation: Reservation
  readonly date: string
  readonly time: string
  readonly partySize: number
  /** RFC 3339. */
  readonly startsAt: string
}

/** Checks a change without writing anything. */
export function planChange(premises: Premises, wish: ChangeWish): ChangePlan | Problem {
  const plan = readChange(premises, wish)
  if ('problem' in plan) return plan
  if (isNone(plan)) return { problem: 'unchanged', code: plan.reservation.code }
  const place = placeFor(premises, plan)
  return 'problem' in place ? place : plan
}

/**
 * Moves a reservation, once for each operation: either all of it moves or nothing does. A run that finds it moved
 * already moves it to where it is.
 */
export function change(
  premises: Premises,
  wish: ChangeWish,
  operation: string | undefined,
): Reservation | Problem {
  const changed = once(premises.store, operation, () => {
    const plan = readChange(premises, wish)
    if ('problem' in plan) return plan
    const place = placeFor(premises, plan)
    if ('problem' in place) return place
    return premises.store.move(plan.reservation, { ...place, partySize: plan.partySize })
  })
  return unlessCancelled(changed)
}

function readChange(premises: Premises, wish: ChangeWish): ChangePlan | Problem {
  const reservation = byCode(premises, wish.code)
  if ('problem' in reservation) return reservation
  const problem = settled(premises, reservation)
  if (problem) return problem
  if ((wish.date ?? wish.time ?? wish.partySize) === undefined)
    return { problem: 'nothing_to_change' }
  const day = wish.date === undefined ? reservation : readDay(wish.date, todayOf(premises))
  if ('problem' in day) return day
  const clock = wish.time === undefined ? reservation : readTime(wish.time)
  if ('problem' in clock) return clock
  const { partySize = reservation.partySize } = wish
  const startsAt = instantOf(day.date, clock.time, premises.restaurant.timeZone)
  return { reservation, date: day.date, time: clock.time, partySize, startsAt }
}

/** The tables that it sits at now count as free. */
function placeFor(premises: Premises, plan: ChangePlan): Place | Problem {
  const { reservation, date, time, partySize } = plan
  return findPlace(premises, { date, time, partySize, exceptId: reservation.id })
}

function isNone({ reservation, date, time, partySize }: ChangePlan): boolean {
  return (
    reservation.date === date && reservation.time === time && reservation.partySize === partySize
  )
}
