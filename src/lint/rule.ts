import type { DeclaredTool } from '../kernel/module.ts'
import type { Level } from './finding.ts'
import type { Linted, LintedClient } from './linted.ts'
import type { Sketch } from './sketch.ts'

interface Explained {
  /** Stable: it stands in reports, in the docs and in people's memory. */
  readonly id: string
  readonly level: Level
  /** What a tool has to be like, as a sentence. */
  readonly title: string
  /** What goes wrong otherwise. */
  readonly why: string
  /** An example that this rule must reject, and one that no rule may. Both are run by the tests. */
  readonly bad: Sketch
  readonly good: Sketch
}

/** A rule that is asked of every tool. Answers what is wrong, a sentence each. */
export interface ToolRule extends Explained {
  readonly on: 'tool'
  readonly check: (tool: DeclaredTool, all: Linted) => readonly string[]
}

/** A rule that is asked of every client's set of tools. */
export interface ClientRule extends Explained {
  readonly on: 'client'
  readonly check: (client: LintedClient, all: Linted) => readonly string[]
}

export type Rule = ToolRule | ClientRule
