/**
 * Where something stands that takes its time: `waiting` for operators · `approved`, and to be carried out · `at_work` ·
 * `done` · `failed` · `in_doubt`, so that a person has to look · `denied` · `void`, because something has changed ·
 * `expired`, because it was not decided on, or not carried out, in time · `cancelled` before it began.
 */
export const STANDING_STATES = [
  'waiting',
  'approved',
  'at_work',
  'done',
  'failed',
  'in_doubt',
  'denied',
  'void',
  'expired',
  'cancelled',
] as const

/** Where a request stands. */
export type StandingState = (typeof STANDING_STATES)[number]

/** One request of a conversation that takes its time, and where it stands. */
export interface Standing {
  /** The number of its ticket, such as `A-207`; absent when it needed none. */
  readonly ticket: string | undefined
  /** The tool's name. */
  readonly tool: string
  /** Its name for people. */
  readonly title: string
  /** Where it stands. */
  readonly state: StandingState
  /** When it was asked for, epoch milliseconds; absent when it needed no ticket. */
  readonly askedAtMs: number | undefined
  /** How many operators still have to approve. */
  readonly operatorsLeft: number
  /** Whether it is carried out by itself once it is approved. */
  readonly runsByItself: boolean
  /** Why it was denied, as the operator said it. */
  readonly reason: string | undefined
}
