import { whyHidden, type Access, type HidingRule } from '../kernel/access.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { TIERS } from '../kernel/tier.ts'
import type { Draft, DraftClient } from './draft.ts'
import { isWithin, type Finding } from './finding.ts'
import type { Known } from './known.ts'

/**
 * Clients that can see no tool at all: nobody configures one on purpose. Those in which something is amiss already
 * (`before`) are left out, because that is the likely reason.
 */
export function checkSight(
  { clients }: Draft,
  known: Known,
  before: readonly Finding[],
): readonly Finding[] {
  if (known.missing.length > 0) return []
  const isClean = (...parent: string[]): boolean =>
    !before.some(({ path }) => isWithin(path, parent))
  return Object.entries(clients).flatMap(([name, client]) => {
    if (!isClean('clients', name)) return []
    if (!client.toolsets.every((set) => isClean('toolsets', set))) return []
    const reason = whyBlind(client, known)
    if (reason === undefined) return []
    return [{ path: ['clients', name], at: 'key', sentence: `sees no tools; ${reason}` }]
  })
}

/** Asks the very rules by which tools are listed and called, so that the two cannot disagree. */
function whyBlind(client: DraftClient, { tools, toolsets }: Known): string | undefined {
  const { highestTier, scopes } = client
  const sets = client.toolsets.flatMap((set) => toolsets.get(set) ?? [])
  const include = [...client.tools.include, ...sets]
  const access: Access = { ...client.tools, include, highestTier, scopes, narrowings: [], asks: [] }
  const hidden = tools.flatMap((tool) => {
    const by = whyHidden(tool, access)
    return by ? [{ tool, by }] : []
  })
  if (hidden.length < tools.length) return undefined
  if (include.length === 0)
    return 'tools.include and toolsets are empty, and an empty list allows nothing.'
  return sayUncleared(hidden) ?? 'tools.exclude takes away everything that is included.'
}

interface Hidden {
  readonly tool: DeclaredTool
  readonly by: HidingRule
}

/** Names the tool that takes the least to be seen: a scope is less than a tier. */
function sayUncleared(hidden: readonly Hidden[]): string | undefined {
  for (const { tool, by } of hidden)
    if (by.rule === 'scopes')
      return `it lacks the scopes of every tool it includes. ${tool.name} needs ${by.missing.join(', ')}.`
  const tooRisky = hidden.flatMap(({ by }) => (by.rule === 'tier' ? [by] : []))
  const mildest = TIERS.find((tier) => tooRisky.some((by) => by.tier === tier))
  if (mildest === undefined) return undefined
  return `every tool it includes is above highestTier "${tooRisky[0]?.highestTier}". Raise it to "${mildest}".`
}
