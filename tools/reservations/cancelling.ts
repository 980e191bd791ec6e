import { byCode } from './finding.ts'
import { once } from './once.ts'
import type { Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import { settled } from './settled.ts'

/** Checks a cancellation without writing anything. What is cancelled already needs nobody's yes any more. */
export function planCancel(premises: Premises, code: string): Reservation | Problem {
  const reservation = byCode(premises, code)
  if ('problem' in reservation) return reservation
  if (reservation.status === 'cancelled')
    return { problem: 'already_cancelled', code: reservation.code }
  return settled(premises, reservation) ?? reservation
}

/** Cancels, which frees the tables. A call that was sent again finds it cancelled, and has what it wants. */
export function cancel(
  premises: Premises,
  code: string,
  operation: string | undefined,
): Reservation | Problem {
  const { store } = premises
  return once(store, operation, () => {
    const reservation = byCode(premises, code)
    if ('problem' in reservation || reservation.status === 'cancelled') return reservation
    return settled(premises, reservation) ?? store.cancel(reservation)
  })
}
