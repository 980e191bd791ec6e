import type { ConfiguredRule } from '../config/rules.ts'
import { isStricter, strictest, type Gate } from '../kernel/gate.ts'
import type { Fields } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'

/** The arguments of an example call, and when it is made. */
export interface ExampleCall {
  readonly arguments: Fields
  readonly nowMs: number
}

/** What a rule means for an example call. */
export interface RuleSight {
  readonly rule: ConfiguredRule
  /** `unknown`: it reads what the tool looks up, and nothing is opened to look it up. */
  readonly applies: boolean | 'unknown'
  /** Why it applies, when its condition cannot be worked out. */
  readonly fault: string | undefined
}

/** What an example call has to meet. */
export interface AskedGate {
  readonly rules: readonly RuleSight[]
  /** What it has to meet in any case. */
  readonly least: Gate
  /** What asks for it, when that is a rule. */
  readonly by: string | undefined
  /** The rules by which it would have to meet more, if they applied. */
  readonly unknown: readonly ConfiguredRule[]
}

/** What the tool asks for by itself. What only reads is never held up. */
export function ownGate({ facts }: DeclaredTool): Gate {
  return facts.tier === 'read' ? 'auto' : facts.gate
}

export function askedGate(
  tool: DeclaredTool,
  rules: readonly ConfiguredRule[],
  call: ExampleCall,
): AskedGate {
  const sights = rules.map((rule) => sightOf(rule, call))
  const applying = sights.flatMap(({ rule, applies }) => (applies === true ? [rule] : []))
  const least = strictest([ownGate(tool), ...applying.map(({ gate }) => gate)])
  return {
    rules: sights,
    least,
    by: applying.find(({ gate }) => gate === least)?.id,
    unknown: sights.flatMap(({ rule, applies }) =>
      applies === 'unknown' && isStricter(rule.gate, least) ? [rule] : [],
    ),
  }
}

function sightOf(rule: ConfiguredRule, call: ExampleCall): RuleSight {
  if (rule.resolved.length > 0) return { rule, applies: 'unknown', fault: undefined }
  const verdict = rule.judge({ ...call, resolved: {} })
  return 'fault' in verdict
    ? { rule, applies: true, fault: verdict.fault }
    : { rule, applies: verdict.holds, fault: undefined }
}
