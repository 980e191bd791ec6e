/** What a change does to those who use the tool as it was. */
export type Severity = 'breaking' | 'feature' | 'patch'

/** Who notices: the model that reads and calls the tool, the client that lists it and reads its values, or both. */
export type Audience = 'model' | 'client' | 'both'

export type ChangeKind =
  | 'tool_removed'
  | 'tool_renamed'
  | 'tool_added'
  | 'input_narrower'
  | 'input_wider'
  | 'input_described'
  | 'output_weaker'
  | 'output_stronger'
  | 'output_described'
  | 'tier_raised'
  | 'tier_lowered'
  | 'scopes_added'
  | 'scopes_removed'
  | 'needs_narrower'
  | 'needs_wider'
  | 'gives_removed'
  | 'gives_added'
  | 'description_changed'
  | 'title_changed'

/** One difference between two catalogues. */
export interface Change {
  readonly module: string
  /** The tool's name in the old catalogue, or in the new one where the old has none. */
  readonly tool: string
  readonly kind: ChangeKind
  readonly severity: Severity
  readonly for: Audience
  /** A full sentence for a person, without the tool's name. */
  readonly sentence: string
}

/** What each kind does, and to whom. In the order in which the changes of one tool are told. */
export const KINDS: Readonly<Record<ChangeKind, readonly [Severity, Audience]>> = Object.freeze({
  tool_removed: ['breaking', 'both'],
  tool_renamed: ['breaking', 'both'],
  tool_added: ['feature', 'both'],
  input_narrower: ['breaking', 'both'],
  input_wider: ['feature', 'both'],
  input_described: ['patch', 'model'],
  output_weaker: ['breaking', 'client'],
  output_stronger: ['feature', 'client'],
  output_described: ['patch', 'client'],
  // A client that is not cleared for the higher tier, or lacks the scope, no longer sees the tool at all.
  tier_raised: ['breaking', 'both'],
  tier_lowered: ['feature', 'both'],
  scopes_added: ['breaking', 'client'],
  scopes_removed: ['feature', 'client'],
  needs_narrower: ['breaking', 'model'],
  needs_wider: ['feature', 'model'],
  gives_removed: ['breaking', 'model'],
  gives_added: ['feature', 'model'],
  // Nothing fails because of another text, but a model that reads it may choose differently.
  description_changed: ['patch', 'model'],
  title_changed: ['patch', 'client'],
})
