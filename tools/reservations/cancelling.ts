import type { Access } from './access.ts'
import { ownReservation, settled } from './owning.ts'
import type { Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'

/** Checks a cancellation. One that is cancelled already is no problem: the caller has what they want. */
export function planCancel(
  premises: Premises,
  code: string,
  access: Access,
): Reservation | Problem {
  const reservation = ownReservation(premises, code, access)
  if ('problem' in reservation || reservation.status === 'cancelled') return reservation
  return settled(premises, reservation) ?? reservation
}

/** Cancels as one transaction, which frees the tables. */
export function cancel(premises: Premises, { code }: Reservation): Reservation | Problem {
  const { store } = premises
  return store.atomically(() => {
    const reservation = store.byCode(code)
    if (!reservation) return { problem: 'unknown_code' }
    if (reservation.status === 'cancelled') return reservation
    return settled(premises, reservation) ?? store.cancel(reservation)
  })
}
