/** How a person's yes reaches us: said back by the agent, as a code it did not see, or in a dialog of its client. */
export type ClearanceKind = 'spoken' | 'delivered' | 'dialog'

/** A question that was put to somebody about one call, and what became of it. */
export interface Clearance {
  readonly id: string
  readonly kind: ClearanceKind
  readonly client: string
  /** The acting user's id. */
  readonly user: string | null
  readonly conversation: string | null
  readonly tool: string
  /** The digest of everything the yes counts for. */
  readonly binding: string
  /** Keyed hash of the code: who reads the database learns no code. */
  readonly codeHash: string
  readonly issuedAtMs: number
  /** Before this no person can have answered. */
  readonly ripeAtMs: number
  readonly expiresAtMs: number
  /** Wrong codes that may still be tried. */
  readonly triesLeft: number
  readonly state: 'open' | 'used' | 'void'
}
