import type { Access } from './access.ts'
import { openDaysNear, openTimes, type DayWish } from './alternatives.ts'
import { book, planBooking, type Wish } from './booking.ts'
import { cancel, planCancel } from './cancelling.ts'
import { change, planChange, type ChangeWish } from './changing.ts'
import { openByCode, provenByCode, subjectsOfCode, upcomingFor, type Proof } from './finding.ts'
import { close, planClosing } from './closing.ts'
import type { ClosingWish } from './offers.ts'
import type { Premises } from './premises.ts'

/**
 * The reservations desk: all that can be asked of one restaurant. A `plan…` checks and writes nothing; carrying it
 * out checks again, inside the transaction that writes. `operation` is the key of what is to happen once, if it has one.
 * @param open gives the premises, made ready for the day
 */
export function createDesk(open: () => Premises) {
  return Object.freeze({
    openTimes: (wish: DayWish) => openTimes(open(), wish),
    openDaysNear: (wish: DayWish) => openDaysNear(open(), wish),
    planBooking: (wish: Wish) => planBooking(open(), wish),
    book: (wish: Wish, operation?: string) => book(open(), wish, operation),
    planChange: (wish: ChangeWish) => planChange(open(), wish),
    change: (wish: ChangeWish, operation?: string) => change(open(), wish, operation),
    planCancel: (code: string) => planCancel(open(), code),
    cancel: (code: string, operation?: string) => cancel(open(), code, operation),
    planClosing: (wish: ClosingWish) => planClosing(open(), wish),
    close: (wish: ClosingWish, operation?: string) => close(open(), wish, operation),
    madeWith: (phone: string) => open().store.madeWith(phone),
    subjectsOf: (code: string) => subjectsOfCode(open(), code),
    openByCode: (code: string, access: Access) => openByCode(open(), code, access),
    provenByCode: (code: string, proof: Proof) => provenByCode(open(), code, proof),
    upcomingFor: (access: Access, proof: Proof) => upcomingFor(open(), access, proof),
  })
}

export type Desk = ReturnType<typeof createDesk>
