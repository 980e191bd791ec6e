import { plainName, type Conversation, type Grant, type Subject } from '../../src/index.ts'
import type { Reservation } from './reservation.ts'

/** Who a verified caller is. A household shares a phone number, so the name belongs to it. */
export interface Guest {
  /** As `plainName` makes it. */
  readonly plainName: string
  /** E.164. */
  readonly phone: string
}

/** Whose reservations a conversation is shown: those of verified guests, and those that it booked. */
export interface Access {
  readonly guests: readonly Guest[]
  readonly codes: readonly string[]
}

export async function accessOf(conversation: Conversation | undefined): Promise<Access> {
  const customers = (await conversation?.grants('customer')) ?? []
  const reservations = (await conversation?.grants('reservation')) ?? []
  return {
    guests: customers.flatMap((grant) => guestOf(grant) ?? []),
    codes: reservations.map(({ subject }) => subject),
  }
}

/** What a grant has to cover for a reservation to be acted on: that it was booked with it, or who its guest is. */
export function subjectsOf({ code, name, phone }: Reservation): readonly Subject[] {
  return [
    { kind: 'reservation', subject: code },
    { kind: 'customer', facts: { phone, plainName: plainName(name) } },
  ]
}

/** Stops a caller from opening the reservations of another person who has the same phone number. */
export function mayOpen({ name, phone, code }: Reservation, { guests, codes }: Access): boolean {
  if (codes.includes(code)) return true
  return guests.some((guest) => guest.phone === phone && guest.plainName === plainName(name))
}

/** A grant without a name or a phone number proves nobody's reservation. */
function guestOf({ facts: { plainName, phone } }: Grant): Guest | undefined {
  return plainName && phone ? { plainName, phone } : undefined
}
