import type { DeclaredTool } from '../kernel/module.ts'
import type { ShownReply } from './shown-reply.ts'

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
