import type { Meal, Service } from './config.ts'

/** Why the desk cannot do what it was asked. `open` holds nearby start times that are still free. */
export type Problem =
  | { readonly problem: 'unreadable_date' }
  | { readonly problem: 'impossible_date' }
  | { readonly problem: 'unreadable_time' }
  | { readonly problem: 'unreadable_code' }
  | { readonly problem: 'bad_phone' }
  | { readonly problem: 'no_name' }
  | { readonly problem: 'nothing_to_change' }
  | { readonly problem: 'unchanged'; readonly code: string }
  | { readonly problem: 'too_many_guests'; readonly largest: number }
  | { readonly problem: 'past_day'; readonly date: string }
  | { readonly problem: 'too_far'; readonly last: string }
  | {
      readonly problem: 'closed'
      readonly date: string
      readonly meal: Meal | undefined
      /** The next day that is open; none within the days that can be booked. */
      readonly next: string | undefined
    }
  | {
      readonly problem: 'outside_hours'
      readonly date: string
      readonly time: string
      readonly services: readonly Service[]
    }
  | TimeProblem
  | { readonly problem: 'unknown_code' }
  | { readonly problem: 'cancelled'; readonly code: string }
  | { readonly problem: 'over'; readonly code: string; readonly date: string }

/** A time within the hours that cannot be had, and what can be had instead. */
export interface TimeProblem {
  readonly problem: 'past_time' | 'skipped' | 'doubled' | 'off_grid' | 'full'
  readonly date: string
  readonly time: string
  readonly meal: Meal
  readonly open: readonly string[]
}

export function isProblem(result: object): result is Problem {
  return 'problem' in result
}
