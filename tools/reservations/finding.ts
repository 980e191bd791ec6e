import { mayOpen, subjectsOf, type Access } from './access.ts'
import { readCode } from './code.ts'
import { hasSurname, readPhone, type Subject } from '../../src/index.ts'
import type { Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'

/** What a caller says to prove that a reservation is theirs. */
export interface Proof {
  readonly surname?: string | undefined
  readonly phone?: string | undefined
}

/** The reservation of a code, as it is written or said, whoever asks: for what the house has let through already. */
export function byCode({ store }: Premises, code: string): Reservation | Problem {
  const read = readCode(code)
  if (read === undefined) return { problem: 'unreadable_code' }
  return store.byCode(read) ?? { problem: 'unknown_code' }
}

/** What a call with this code acts on; nothing, when there is no such reservation. */
export function subjectsOfCode(premises: Premises, code: string): readonly Subject[] {
  const reservation = byCode(premises, code)
  return 'problem' in reservation ? [] : subjectsOf(reservation)
}

/** The reservation of a code, for a caller who has access to it already. */
export function openByCode(
  { store }: Premises,
  code: string,
  access: Access,
): Reservation | undefined {
  const reservation = store.byCode(code)
  return reservation && mayOpen(reservation, access) ? reservation : undefined
}

/** The reservation of a code, for a caller who can say the surname or the phone number it was booked with. */
export function provenByCode(
  premises: Premises,
  code: string,
  proof: Proof,
): Reservation | undefined {
  const reservation = premises.store.byCode(code)
  return reservation && isProven(premises, reservation, proof) ? reservation : undefined
}

/** Upcoming reservations a caller has access to, soonest first; with a proof, those among them that it fits. */
export function upcomingFor(
  premises: Premises,
  access: Access,
  proof: Proof,
): readonly Reservation[] {
  const { store, now } = premises
  const found = [
    ...access.guests.flatMap(({ phone }) => store.upcomingOf(phone, now())),
    ...access.codes.flatMap((code) => store.byCode(code) ?? []),
  ]
  const claims = proof.surname !== undefined || proof.phone !== undefined
  return [...new Map(found.map((reservation) => [reservation.code, reservation])).values()]
    .filter((reservation) => mayOpen(reservation, access))
    .filter(({ status, startMs }) => status === 'booked' && startMs > now())
    .filter((reservation) => !claims || isProven(premises, reservation, proof))
    .toSorted((a, b) => a.startMs - b.startMs)
}

function isProven({ restaurant }: Premises, reservation: Reservation, proof: Proof): boolean {
  const { surname, phone } = proof
  return (
    (surname !== undefined && hasSurname(reservation.name, surname)) ||
    (phone !== undefined && readPhone(phone, restaurant.country) === reservation.phone)
  )
}
