/** How far a call has come: a part of the whole from 0 to 1, or so many steps of so many. */
export type ProgressMade = number | { readonly step: number; readonly of: number }

/** Tells a client that listens how far its call has come, in words that can be spoken. Never throws, and never waits. */
export type ReportProgress = (made: ProgressMade, words?: string) => void

/** One report, as it goes to the client. */
export interface ProgressNote {
  readonly progress: number
  readonly total: number
  readonly message?: string
}
