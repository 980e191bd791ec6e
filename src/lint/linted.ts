import type { DeclaredTool } from '../kernel/module.ts'
import type { Format } from '../kernel/reply.ts'

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

/** What one client sees, as far as the rules ask. */
export interface LintedClient {
  readonly name: string
  /** Full names. */
  readonly tools: readonly string[]
  /** What its whole list costs at every turn. */
  readonly listTokens?: number
  /** What its list may cost. */
  readonly tokenBudget?: number
}

/** All that is linted together. A rule that needs a part that is left out finds nothing. */
export interface Linted {
  readonly tools: readonly DeclaredTool[]
  /** Names of the tools to ask about; the others only are their neighbours. Without it, all are asked about. */
  readonly about?: readonly string[]
  readonly clients?: readonly LintedClient[]
  /** What each tool answered, by its full name. */
  readonly replies?: ReadonlyMap<string, readonly ShownReply[]>
  /** How many tokens a text costs a model. */
  readonly countTokens?: (text: string) => number
}

/** One text that a tool answered. */
export interface Rendering {
  readonly format: Format
  readonly text: string
  /** For a sentence: `The concise answer to example 1`. */
  readonly called: string
}

/** All that a tool answered in these formats. What a bug threw is no answer. */
export function renderingsOf(
  { name }: DeclaredTool,
  { replies }: Linted,
  ...formats: readonly Format[]
): readonly Rendering[] {
  const answers = (replies?.get(name) ?? []).filter(({ kind }) => kind !== 'fault')
  return answers.flatMap(({ to, concise, detailed }) =>
    formats.flatMap((format) => {
      const text = format === 'concise' ? concise : detailed
      return text === undefined ? [] : [{ format, text, called: `The ${format} answer to ${to}` }]
    }),
  )
}
