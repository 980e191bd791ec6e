import { matches } from '../kernel/access.ts'
import type { GateRule, RuleFacts } from '../kernel/gate-rule.ts'
import { FLOORS, isStricter, type Gate } from '../kernel/gate.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import {
  argumentTypes,
  conditionOn,
  type ArgumentTypes,
  type Condition,
  type Verdict,
} from './condition.ts'
import type { Draft, DraftRule } from './draft.ts'
import type { Finding } from './finding.ts'
import { deepFreeze } from './freeze.ts'
import type { Known } from './known.ts'
import { exampleFault } from './rule-examples.ts'
import { GATE_WORDS } from './words.ts'

/** A rule with what is told of it. */
export interface ConfiguredRule extends GateRule {
  /** As it was written; `undefined`: it applies to every call that it concerns. */
  readonly when: string | undefined
  /** What it reads of that which a tool looks up, and which is therefore not known before. */
  readonly resolved: readonly string[]
  /** Why it applies or does not. */
  judge(facts: RuleFacts): Verdict
}

export interface Rules {
  /** Of use only where nothing was found. */
  readonly rules: readonly ConfiguredRule[]
  readonly findings: readonly Finding[]
}

/** Compiles the file's rules. Names that refer to nothing are found elsewhere. */
export function rulesIn({ rules }: Draft, known: Known): Rules {
  const made = Object.entries(rules).map(([id, rule]) => ruleFrom(id, rule, known))
  return {
    rules: made.map(({ rule }) => rule),
    findings: made.flatMap(({ findings }) => findings),
  }
}

function ruleFrom(id: string, draft: DraftRule, { tools }: Known) {
  // What is amiss in the gate is said by the schema; until then the rest is checked for all tools.
  const { gate = 'approval' } = draft
  const named = tools.filter(({ name }) => draft.tools.some((entry) => matches(entry, name)))
  const raised = named.filter((tool) => isRaised(tool, gate))
  const { condition, sentence } = conditionFor(draft.when, raised)
  const idle = idleIn(draft, gate, tools)
  return {
    rule: configuredRule({ id, gate, draft, condition, tools: raised }),
    findings: [
      ...(sentence === undefined ? [] : [finding(['rules', id, 'when'], sentence)]),
      ...(idle === undefined ? [] : [finding(['rules', id, 'gate'], idle)]),
    ],
  }
}

/** What only reads is never held up, so that no rule can be about it. */
function isRaised({ facts }: DeclaredTool, gate: Gate): boolean {
  return facts.tier !== 'read' && isStricter(gate, facts.gate)
}

function finding(path: Finding['path'], sentence: string): Finding {
  return { path, at: 'value', sentence }
}

interface Read {
  readonly condition?: Condition
  /** What is amiss, said of the first tool for which it is. */
  readonly sentence?: string
}

/** The condition has to make sense for each tool by itself. */
function conditionFor(when: string | undefined, tools: readonly DeclaredTool[]): Read {
  const [first] = tools
  if (when === undefined || !first) return {}
  for (const tool of tools) {
    const compiled = conditionOn(when, tool.name, argumentTypes(tool))
    if (!compiled.ok) return compiled
    const sentence = exampleFault(compiled.condition, tool)
    if (sentence !== undefined) return { sentence }
  }
  const compiled = conditionOn(when, first.name, sharedTypes(tools.map(argumentTypes)))
  return compiled.ok ? { condition: compiled.condition } : compiled
}

/** What has one type in one tool and another one in the next is looked at when it is there. */
function sharedTypes(all: readonly ArgumentTypes[]): ArgumentTypes {
  const names = new Set(all.flatMap((types) => Object.keys(types)))
  return Object.fromEntries(
    [...names].map((name) => {
      const [type = 'dyn', ...others] = new Set(all.flatMap((types) => types[name] ?? []))
      return [name, others.length > 0 ? 'dyn' : type]
    }),
  )
}

/**
 * Why the rule asks nothing more of a tool that it names, or of any tool that its pattern matches: whoever wrote it
 * believes that it does something, or that it makes a call easier.
 */
function idleIn(
  { tools: entries }: DraftRule,
  gate: Gate,
  tools: readonly DeclaredTool[],
): string | undefined {
  for (const entry of entries) {
    const named = tools.filter(({ name }) => matches(entry, name))
    const strictest = named.toSorted((a, b) => (isStricter(b.facts.gate, a.facts.gate) ? 1 : -1))[0]
    if (strictest && !named.some((tool) => isRaised(tool, gate))) return sayIdle(strictest, gate)
  }
  return undefined
}

function sayIdle({ name, facts: { tier, gate: own } }: DeclaredTool, gate: Gate): string {
  if (tier === 'read') return `${name} only reads, and what only reads is never held up.`
  const floor = FLOORS[tier] === own ? `is ${tier} and ` : ''
  const asks = `${name} ${floor}asks for ${GATE_WORDS[own]} already`
  return isStricter(own, gate)
    ? `${asks}; ${gate} would be less, and a rule can only ask for more.`
    : `${asks}, so this rule would ask for nothing more.`
}

interface RuleParts {
  readonly condition: Condition | undefined
  readonly id: string
  readonly gate: Gate
  readonly draft: DraftRule
  readonly tools: readonly DeclaredTool[]
}

function configuredRule({ id, gate, draft, condition, tools }: RuleParts): ConfiguredRule {
  const { clients, when } = draft
  const names = new Set(tools.map(({ name }) => name))
  const judge = (facts: RuleFacts): Verdict => condition?.judge(facts) ?? { holds: true }
  return Object.freeze({
    id,
    gate,
    when,
    written: deepFreeze({ tools: draft.tools, clients: clients ?? null, when: when ?? null, gate }),
    resolved: condition?.resolved ?? [],
    concerns: (client: string, tool: string) =>
      (clients?.includes(client) ?? true) && names.has(tool),
    judge,
    applies(facts: RuleFacts) {
      const verdict = judge(facts)
      return 'fault' in verdict || verdict.holds
    },
  })
}
