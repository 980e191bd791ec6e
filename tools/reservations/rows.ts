import type { Reservation } from './reservation.ts'

/** A table that is taken from `startMs` to `endMs`. */
export interface Held {
  readonly tableId: string
  readonly startMs: number
  readonly endMs: number
}

/** Where and when a reservation sits. */
export interface Placement extends Pick<
  Reservation,
  'date' | 'time' | 'startMs' | 'endMs' | 'partySize'
> {
  readonly tables: readonly string[]
}

export interface NewReservation
  extends Placement, Pick<Reservation, 'name' | 'phone' | 'notes' | 'conversation'> {
  readonly number: number
  readonly demo: boolean
}

/** What makes a booking the same as another of its conversation: what was asked for, whatever it was changed to. */
export type Twin = Pick<
  Reservation,
  'conversation' | 'date' | 'time' | 'partySize' | 'name' | 'phone'
>
