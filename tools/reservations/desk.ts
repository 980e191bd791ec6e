import type { Access } from './access.ts'
import { openDaysNear, openTimes, type DayWish } from './alternatives.ts'
import { book, planBooking, type BookingPlan, type Wish } from './booking.ts'
import {
  cancel,
  change,
  planCancel,
  planChange,
  type ChangePlan,
  type ChangeWish,
} from './changing.ts'
import { openByCode, provenByCode, upcomingFor, type Proof } from './finding.ts'
import type { Premises } from './premises.ts'
import type { Reservation } from './reservation.ts'

/** The reservations desk: all that can be asked of it, over one restaurant's database. */
export function createDesk(premises: Premises) {
  return Object.freeze({
    openTimes: (wish: DayWish) => openTimes(premises, wish),
    openDaysNear: (wish: DayWish) => openDaysNear(premises, wish),
    planBooking: (wish: Wish) => planBooking(premises, wish),
    book: (plan: BookingPlan) => book(premises, plan),
    planChange: (wish: ChangeWish, access: Access) => planChange(premises, wish, access),
    change: (plan: ChangePlan) => change(premises, plan),
    planCancel: (code: string, access: Access) => planCancel(premises, code, access),
    cancel: (reservation: Reservation) => cancel(premises, reservation),
    openByCode: (code: string, access: Access) => openByCode(premises, code, access),
    provenByCode: (code: string, proof: Proof) => provenByCode(premises, code, proof),
    upcomingFor: (access: Access, proof: Proof) => upcomingFor(premises, access, proof),
  })
}

export type Desk = ReturnType<typeof createDesk>
