import type { Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'

/** Why a reservation can no longer be acted on. */
export function settled(
  { now }: Premises,
  { code, date, status, startMs }: Reservation,
): Problem | undefined {
  if (status === 'cancelled') return { problem: 'cancelled', code }
  return startMs <= now() ? { problem: 'over', code, date } : undefined
}
