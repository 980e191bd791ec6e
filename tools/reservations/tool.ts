import { toolsFor, type Speech } from '../../src/index.ts'
import type { Desk } from './desk.ts'
import type { GuessLimit } from './guess-limit.ts'
import type { Reservation, ReservationView } from './reservation.ts'
import type { Restaurant } from './restaurant.ts'

/** What every tool of this module works with. */
export interface Services {
  readonly desk: Desk
  readonly restaurant: Restaurant
  readonly speech: Speech
  readonly limit: GuessLimit
  readonly view: (reservation: Reservation) => ReservationView
  /** Whether the database answers. */
  readonly isAlive: () => boolean
  readonly close: () => void
}

/** Within this time the same write of one conversation is taken for one that was sent twice. */
export const SENT_TWICE_WITHIN_MS = 2 * 60_000

export const tool = toolsFor<Services>()
