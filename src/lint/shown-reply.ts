/** What a tool answered when it was tried out. */
export interface ShownReply {
  /** What it answered to: "example 1", or "sample 1". */
  readonly to: string
  /** `value`: as hoped for. `refusal`: the tool said why not. `fault`: it threw, and the text is the error's. */
  readonly kind: 'value' | 'refusal' | 'fault'
  readonly concise: string
  /** Only where the tool has such a rendering. */
  readonly detailed?: string
}
