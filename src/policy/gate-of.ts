import { strictest, type Gate } from '../kernel/gate.ts'
import type { GateRule, RuleFacts } from '../kernel/gate-rule.ts'
import type { DeclaredTool } from '../kernel/module.ts'

/** What a call has to pass, and what asks for it. */
export interface AskedGate {
  readonly level: Gate
  /** `tier irreversible`, `tool`, or `rule large-party`: the first that asks for this much. */
  readonly rule: string
}

/** The strictest of what the tier, the tool and every rule that applies ask for. Only reads never meet a gate. */
export function gateOf(
  { name, facts }: Pick<DeclaredTool, 'name' | 'facts'>,
  client: string,
  rules: readonly GateRule[],
  about: RuleFacts,
): AskedGate {
  if (facts.tier === 'read') return { level: 'auto', rule: 'tier read' }
  const applying = rules.filter((rule) => rule.concerns(client, name) && rule.applies(about))
  const level = strictest([facts.gate, ...applying.map(({ gate }) => gate)])
  const raising = applying.find(({ gate }) => gate === level)
  if (level === facts.gate || !raising) return { level, rule: ownRule(facts) }
  return { level, rule: `rule ${raising.id}` }
}

function ownRule({ tier, gate }: DeclaredTool['facts']): string {
  return tier === 'write' && gate !== 'auto' ? 'tool' : `tier ${tier}`
}
