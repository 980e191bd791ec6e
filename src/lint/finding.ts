/** How much a finding matters: an error keeps a tool from being good, a warning makes it worse than it could be. */
export type Level = 'error' | 'warning'

/** One thing that a rule has against a tool, or against the set of tools that a client sees. */
export interface Finding {
  /** The rule's id; `toolcrib lint --explain` says more about it. */
  readonly rule: string
  /** How much it matters. */
  readonly level: Level
  /** What the finding is about. */
  readonly on: 'tool' | 'client'
  /** The tool's or the client's. */
  readonly name: string
  /** A full sentence for the tool's author. */
  readonly says: string
}
