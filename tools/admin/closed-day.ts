/** What a client sees of a day that was closed. */
export interface ClosedDay {
  /** `YYYY-MM-DD` */
  readonly date: string
  readonly reason: string
  /** `YYYY-MM-DD`; null: they were cancelled. */
  readonly moved_to: string | null
  /** The reservations that were moved or cancelled, as they were before. */
  readonly visits: readonly {
    readonly code: string
    /** `HH:MM` */
    readonly time: string
    readonly party_size: number
    readonly name: string
    /** E.164. */
    readonly phone: string
  }[]
}
