/** A customer, as far as a tool may tell. */
export interface Customer {
  /** Short enough to be said, for example `C-104`. */
  readonly id: string
  readonly name: string
  /** E.164. */
  readonly phone: string
  /** Empty when none is known. */
  readonly email: string
}

/** With the facts that only the customer should know. No tool of this module reads these two back; see `offers.ts`. */
export interface CustomerRecord extends Customer {
  readonly postcode: string
  /** `YYYY-MM-DD`. */
  readonly birthDate: string
}
