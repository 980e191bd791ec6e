import type { Meal, Service } from './config.ts'

/** What the desk could not make sense of. */
export type Misread =
  | 'unreadable_date'
  | 'impossible_date'
  | 'unreadable_time'
  | 'unreadable_code'
  | 'bad_phone'
  | 'no_name'
  | 'no_reason'
  | 'nothing_to_change'

/** Why the desk cannot do what it was asked. */
export type Problem =
  | { readonly problem: Misread }
  | { readonly problem: 'unknown_code' }
  | Obstacle
  | ClosingObstacle

/** What was asked is clear, and cannot be done. */
export type Obstacle =
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
  | { readonly problem: 'cancelled'; readonly code: string }
  | { readonly problem: 'already_cancelled'; readonly code: string }
  | { readonly problem: 'over'; readonly code: string; readonly date: string }

/** A time within the hours that cannot be had; `open` holds what is free around it. */
export interface TimeProblem {
  readonly problem: 'past_time' | 'skipped' | 'doubled' | 'off_grid' | 'full'
  readonly date: string
  readonly time: string
  readonly meal: Meal
  readonly open: readonly string[]
}

/** A day that is to be closed is known, and cannot be closed like that. */
export type ClosingObstacle =
  | { readonly problem: 'already_closed'; readonly date: string }
  | { readonly problem: 'moved_to_itself'; readonly date: string }
  | {
      readonly problem: 'no_room'
      /** The day to move to. */
      readonly date: string
      /** The codes of those who fit nowhere. */
      readonly misfits: readonly string[]
      /** How many were to move. */
      readonly of: number
    }
