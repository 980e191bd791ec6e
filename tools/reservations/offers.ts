import { defineOffer, type ToolError } from '../../src/index.ts'
import type { ReservationView } from './reservation.ts'

/** What other modules may do at the reservations desk. Refusals are ready to be said. */
export interface LentDesk {
  /** Finds out what closing would do, and writes nothing. Of what this client has closed so already, what it has done. */
  planClosing(wish: ClosingWish): ClosingPlan | ToolError
  /**
   * Closes one day: all of it happens, or nothing. Under an operation key that has closed a day already, or when this
   * client closed this day in these words, nothing happens again, and the answer is what was done then.
   */
  close(wish: ClosingWish, operationKey: string | undefined): Closure | ToolError
  /** Every reservation that was made with this phone number, E.164, whatever became of it; the earliest first. */
  madeWith(phone: string): readonly MadeReservation[]
}

/** A day to be closed, as an agent wrote it. */
export interface ClosingWish {
  readonly date: string
  readonly reason: string
  /** The day to which that day's reservations move, at the same times; without it they are cancelled. */
  readonly moveTo?: string | undefined
  /** Who asks for it, by the name that the configuration has. */
  readonly client: string
}

/** What closing would do. Days are `YYYY-MM-DD`. */
export interface ClosingPlan {
  readonly date: string
  readonly reason: string
  readonly moveTo: string | null
  /** The reservations that would be moved or cancelled, by their codes, in the order of their times. */
  readonly codes: readonly string[]
  /** How many guests these have, together. */
  readonly guests: number
}

/** What closing has done. */
export interface Closure extends Pick<ClosingPlan, 'date' | 'reason' | 'moveTo'> {
  /** Whose reservations were moved or cancelled, in the order of their times. */
  readonly visits: readonly ClosedVisit[]
}

/** A reservation of a day that was closed, as it was then. */
export interface ClosedVisit {
  readonly code: string
  /** `HH:MM` */
  readonly time: string
  readonly partySize: number
  readonly name: string
  /** E.164. */
  readonly phone: string
}

/** A reservation with all that its guest has told. */
export interface MadeReservation extends ReservationView {
  /** E.164. */
  readonly phone: string
  readonly notes: string
}

export const reservationsDesk = defineOffer<LentDesk>('reservations.desk')
