import { plainName } from '../../src/index.ts'
import type { FoundRecord } from '../customers/offers.ts'
import type { MadeReservation } from '../reservations/offers.ts'

/** All that the deployment's modules keep about one customer. */
export interface CustomerExport {
  readonly customer: {
    readonly id: string
    readonly name: string
    /** E.164. */
    readonly phone: string
    readonly email: string
    readonly postcode: string
    /** `YYYY-MM-DD` */
    readonly birth_date: string
  }
  readonly reservations: readonly MadeReservation[]
}

/**
 * Joins a customer's record to the reservations that were made with their phone number, whatever name they were made in.
 * Those in the name of another customer with the same number are left out: they are that person's data.
 */
export function exportOf(
  { record, sharers }: FoundRecord,
  made: readonly MadeReservation[],
): CustomerExport {
  const { birthDate, ...rest } = record
  const own = plainName(record.name)
  const others = new Set(sharers.map(plainName).filter((name) => name !== own))
  return {
    customer: { ...rest, birth_date: birthDate },
    reservations: made.filter(({ name }) => !others.has(plainName(name))),
  }
}
