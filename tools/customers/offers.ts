import { defineOffer, type ToolError } from '../../src/index.ts'
import type { CustomerRecord } from './customer.ts'

/** What other modules may read of the customers. Refusals are ready to be said. */
export interface LentRecords {
  /**
   * All that is kept about the one customer with this id or phone number, secrets included: whoever is shown these can
   * pass for the customer.
   */
  find(idOrPhone: string): FoundRecord | ToolError
}

export interface FoundRecord {
  readonly record: CustomerRecord
  /** The names of other customers who have the same phone number, as they write them. */
  readonly sharers: readonly string[]
}

export const customerRecords = defineOffer<LentRecords>('customers.records')
