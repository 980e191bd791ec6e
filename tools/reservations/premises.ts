import { dayAt } from './moment.ts'
import type { Restaurant } from './restaurant.ts'
import type { Store } from './store.ts'

/** What the desk works with. */
export interface Premises {
  readonly restaurant: Restaurant
  readonly store: Store
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly randomInt: (below: number) => number
}

/** Today where the restaurant is, wherever the server runs. */
export function todayOf({ restaurant, now }: Premises): string {
  return dayAt(now(), restaurant.timeZone)
}
