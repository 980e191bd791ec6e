import { NO_MAIL } from './kernel/mailer.ts'
import { tokenCounter } from './cli/tokens.ts'
import type { Module } from './kernel/module.ts'
import type { Finding } from './lint/finding.ts'
import { lint } from './lint/lint.ts'
import { showReplies } from './lint/show-replies.ts'
import { openLoneModule } from './lone-module.ts'
import { systemClock } from './system-clock.ts'

export type { Finding, Level } from './lint/finding.ts'
export { passes } from './lint/lint.ts'

/** Of one call; LiveKit's own limit, after which nobody hears the answer. */
const CALL_MS = 5_000

/** How to open the module that is linted, and what stands beside it. */
export interface LintSetting {
  /** The module's own configuration, as its part of the YAML file would say it. Default `{}`. */
  readonly config?: unknown
  /** Modules that are served beside it. Their tools are its tools' neighbours, and are not linted themselves. */
  readonly beside?: readonly Module[]
}

/**
 * What the linter has against a module's tools; empty when nothing. The module is opened over an empty folder that is
 * deleted afterwards; tools of tier `read` are called with their examples, and every other is judged by its samples.
 * Rejects with one line for each problem when the module cannot be served at all, or does not open.
 */
export async function lintModule(
  module: Module,
  setting: LintSetting = {},
): Promise<readonly Finding[]> {
  const { config = {}, beside = [] } = setting
  const countTokens = await tokenCounter()
  const opened = await openLoneModule(module, {
    config,
    clock: systemClock,
    clients: [],
    mailer: NO_MAIL,
  })
  try {
    const replies = await showReplies(opened.app.catalog.tools, () => AbortSignal.timeout(CALL_MS))
    return lint({
      tools: [module, ...beside].flatMap(({ tools }) => tools),
      about: module.tools.map(({ name }) => name),
      replies,
      countTokens,
    })
  } finally {
    await opened.close()
  }
}
