/** What kind of thing happened: a call's fate, or `note` for what happened beside the calls. */
export type Mood = 'done' | 'asked' | 'refused' | 'failed' | 'doubt' | 'note'

/** One thing that happened, in the words of a person. */
export interface Told {
  readonly mood: Mood
  readonly text: string
  /** What else is known of it, each in a few words. */
  readonly details: readonly string[]
}
