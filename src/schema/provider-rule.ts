import type { JsonSchema } from '../kernel/input.ts'

export const PROVIDERS = [
  'openai-chat',
  'openai-responses',
  'openai-realtime',
  'anthropic',
  'gemini-text',
  'gemini-live',
  'bedrock',
] as const

/** An API that takes tools. One company's APIs differ, so each stands alone. */
export type Provider = (typeof PROVIDERS)[number]

/** A schema within the input, and where it stands. `schema` may be `true` or `false`, as JSON Schema allows. */
export interface Visited {
  readonly schema: unknown
  readonly isRoot: boolean
  /** The keyword of the schema around it; empty for the root. */
  readonly keyword: string
  /** Its name as a field; `undefined` when it is none. */
  readonly field: string | undefined
}

/** One thing that some providers do not take, with the evidence for it. */
export interface ProviderRule {
  readonly id: string
  readonly providers: readonly Provider[]
  /** A sentence: what these providers take, and what happens otherwise. */
  readonly what: string
  /** Where it comes from: a section of facts/clients.md, an issue, or a page. */
  readonly from: string
  /** Whole inputs: one that breaks the rule, one that does the same within it. */
  readonly bad: JsonSchema
  readonly good: JsonSchema
  /** What is wrong, continuing a sentence that begins with the schema's place; `undefined` when nothing is. */
  readonly breaks: (visited: Visited) => string | undefined
}

/** An input with one field, for the examples of rules. */
export function inputWith(field: JsonSchema, more: JsonSchema = {}): JsonSchema {
  return { type: 'object', properties: { field }, required: ['field'], ...more }
}
