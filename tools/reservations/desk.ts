import type { Access } from './access.ts'
import { openDaysNear, openTimes, type DayWish } from './alternatives.ts'
import { book, planBooking, type BookingPlan, type Wish } from './booking.ts'
import { cancel, planCancel } from './cancelling.ts'
import { change, planChange, type ChangePlan, type ChangeWish } from './changing.ts'
import { openByCode, provenByCode, upcomingFor, type Proof } from './finding.ts'
import type { Premises } from './premises.ts'
import type { Reservation } from './reservation.ts'

/**
 * The reservations desk: all that can be asked of one restaurant. A `plan…` checks and writes nothing; carrying the
 * plan out checks again, inside the transaction that writes.
 * @param open gives the premises, made ready for the day
 */
export function createDesk(open: () => Premises) {
  return Object.freeze({
    openTimes: (wish: DayWish) => openTimes(open(), wish),
    openDaysNear: (wish: DayWish) => openDaysNear(open(), wish),
    planBooking: (wish: Wish) => planBooking(open(), wish),
    book: (plan: BookingPlan) => book(open(), plan),
    planChange: (wish: ChangeWish, access: Access) => planChange(open(), wish, access),
    change: (plan: ChangePlan) => change(open(), plan),
    planCancel: (code: string, access: Access) => planCancel(open(), code, access),
    cancel: (reservation: Reservation) => cancel(open(), reservation),
    openByCode: (code: string, access: Access) => openByCode(open(), code, access),
    provenByCode: (code: string, proof: Proof) => provenByCode(open(), code, proof),
    upcomingFor: (access: Access, proof: Proof) => upcomingFor(open(), access, proof),
  })
}

export type Desk = ReturnType<typeof createDesk>
