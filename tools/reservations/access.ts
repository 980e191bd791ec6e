import type { Conversation } from '../../src/index.ts'
import type { Reservation } from './reservation.ts'

/** Whose reservations a conversation may open: those of verified phones, and those it was given by code. */
export interface Access {
  readonly phones: readonly string[]
  readonly codes: readonly string[]
}

export async function accessOf(conversation: Conversation | undefined): Promise<Access> {
  const customers = (await conversation?.grants('customer')) ?? []
  const reservations = (await conversation?.grants('reservation')) ?? []
  return {
    phones: customers.flatMap(({ facts }) => facts['phone'] ?? []),
    codes: reservations.map(({ subject }) => subject),
  }
}

export function mayOpen({ phone, code }: Reservation, access: Access): boolean {
  return access.phones.includes(phone) || access.codes.includes(code)
}
