import type { RestaurantConfig } from './config.ts'
import { seatingsOf, type Seating } from './seating.ts'

/** The configured restaurant, and what follows from its configuration. */
export interface Restaurant extends Omit<RestaurantConfig, 'largestParty'> {
  readonly largestParty: number
  /** In the order of preference. */
  readonly seatings: readonly Seating[]
}

export function restaurantFrom(config: RestaurantConfig): Restaurant {
  const seatings = seatingsOf(config.tables, config.joins)
  return Object.freeze({
    ...config,
    seatings,
    largestParty: config.largestParty ?? Math.max(...seatings.map(({ seats }) => seats)),
  })
}
