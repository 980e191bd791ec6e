import type { ConfiguredRule } from '../config/rules.ts'
import { GATE_WORDS } from '../config/words.ts'
import { FLOORS } from '../kernel/gate.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import {
  askedGate,
  ownGate,
  type AskedGate,
  type ExampleCall,
  type RuleSight,
} from './asked-gate.ts'
import { table } from './table.ts'
import type { Paint } from './terminal.ts'

interface GateParts {
  readonly tool: DeclaredTool
  /** Those that concern the tool and the client. */
  readonly rules: readonly ConfiguredRule[]
  readonly call: ExampleCall | undefined
}

/** Which gate a call of the tool meets, and why; with an example, which of the rules apply to it. */
export function gateText({ tool, rules, call }: GateParts, paint: Paint): string {
  const own = `${paint('bold', 'Gate')}: ${GATE_WORDS[ownGate(tool)]}; ${sayOwn(tool)}.`
  const asked = call && askedGate(tool, rules, call)
  return [
    own,
    ...(rules.length > 0 ? [`\n${rulesTable(rules, asked, paint)}`] : []),
    ...(asked ? [`\n${sayAsked(asked)}`] : []),
  ].join('\n')
}

/** For a table: what the tool asks for by itself, and what rules may ask for. */
export function gateCell(tool: DeclaredTool, rules: readonly ConfiguredRule[]): string {
  return [ownGate(tool), ...rules.map(({ id, gate }) => `${gate} by ${id}`)].join(', ')
}

function sayOwn({ facts: { tier, gate } }: DeclaredTool): string {
  if (tier === 'read') return 'what only reads is never held up'
  const floor = `its tier ${tier} asks for ${GATE_WORDS[FLOORS[tier]]}`
  return gate === FLOORS[tier] ? floor : `${floor}, the tool itself for ${GATE_WORDS[gate]}`
}

function rulesTable(
  rules: readonly ConfiguredRule[],
  asked: AskedGate | undefined,
  paint: Paint,
): string {
  const rows = rules.map(({ id, gate, when }, at) => {
    const sight = asked?.rules[at]
    return [id, GATE_WORDS[gate], when ?? 'always', ...(sight ? [sayApplies(sight)] : [])]
  })
  return table(['RULE', 'ASKS FOR', 'WHEN', ...(asked ? ['APPLIES'] : [])], rows, paint)
}

function sayApplies({ rule, applies, fault }: RuleSight): string {
  if (applies === 'unknown')
    return `known in a call only: the tool looks up ${rule.resolved.join(', ')}`
  if (fault !== undefined) return `yes, because it cannot be worked out: ${fault}`
  return applies ? 'yes' : 'no'
}

function sayAsked({ least, by, unknown }: AskedGate): string {
  const more = unknown.map(({ id, gate }) => `${GATE_WORDS[gate]} if ${id} applies`)
  const met = `Such a call meets ${GATE_WORDS[least]}${by === undefined ? '' : `, because of ${by}`}`
  return more.length === 0 ? `${met}.` : `${met}; or ${more.join(', or ')}.`
}

/** The same as data. */
export function gateData({ tool, rules, call }: GateParts) {
  const asked = call && askedGate(tool, rules, call)
  return {
    gate: {
      floor: FLOORS[tool.facts.tier],
      own: ownGate(tool),
      rules: rules.map(({ id, gate, when, resolved }, at) => {
        const sight = asked?.rules[at]
        return {
          id,
          gate,
          ...(when !== undefined && { when }),
          resolved,
          ...(sight && { applies: sight.applies }),
          ...(sight?.fault !== undefined && { fault: sight.fault }),
        }
      }),
      ...(asked && {
        call: {
          least: asked.least,
          ...(asked.by !== undefined && { by: asked.by }),
          unknown: asked.unknown.map(({ id }) => id),
        },
      }),
    },
  }
}
