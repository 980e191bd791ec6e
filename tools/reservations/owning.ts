import { mayOpen, type Access } from './access.ts'
import { readCode } from './code.ts'
import type { Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'

/** The reservation of `code`, if whoever has this access may act on it. */
export function ownReservation(
  { store }: Premises,
  code: string,
  access: Access,
): Reservation | Problem {
  const read = readCode(code)
  if (read === undefined) return { problem: 'unreadable_code' }
  const reservation = store.byCode(read)
  // Somebody else's reservation and none at all are the same answer: codes must not be testable.
  return reservation && mayOpen(reservation, access) ? reservation : { problem: 'unknown_code' }
}

/** Why a reservation can no longer be acted on. */
export function settled(
  { now }: Premises,
  { code, date, status, startMs }: Reservation,
): Problem | undefined {
  if (status === 'cancelled') return { problem: 'cancelled', code }
  return startMs <= now() ? { problem: 'over', code, date } : undefined
}
