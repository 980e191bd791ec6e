/** How much a finding matters: an error keeps a tool from being good, a warning makes it worse than it could be. */
export type Level = 'error' | 'warning'

/** One thing that a rule has against a tool, or against the set of tools that a client sees. */
export interface Finding {
  readonly rule: string
  readonly level: Level
  readonly on: 'tool' | 'client'
  /** The tool's or the client's. */
  readonly name: string
  /** A full sentence for the tool's author. */
  readonly says: string
}
