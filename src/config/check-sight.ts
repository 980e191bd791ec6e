import { matches, maySee, type Access } from '../kernel/access.ts'
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

/** Asks the very predicate by which tools are listed and called, so that the two cannot disagree. */
function whyBlind(client: DraftClient, { tools, toolsets }: Known): string | undefined {
  const { highestTier, scopes } = client
  const sets = client.toolsets.flatMap((set) => toolsets.get(set) ?? [])
  const include = [...client.tools.include, ...sets]
  const access: Access = { ...client.tools, include, highestTier, scopes, narrowings: [] }
  if (tools.some((tool) => maySee(tool, access))) return undefined
  if (include.length === 0)
    return 'tools.include and toolsets are empty, and an empty list allows nothing.'
  const { exclude } = access
  const named = tools.filter((tool) => isNamed(tool, include) && !isNamed(tool, exclude))
  return named.length === 0
    ? 'tools.exclude takes away everything that is included.'
    : whyUncleared(named, access)
}

function isNamed({ name }: DeclaredTool, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(pattern, name))
}

function whyUncleared(tools: readonly DeclaredTool[], access: Access): string {
  const all: Access = { ...access, scopes: tools.flatMap(({ facts }) => facts.scopes) }
  const reachable = tools.find((tool) => maySee(tool, all))
  if (reachable) {
    const lacking = reachable.facts.scopes.filter((scope) => !access.scopes.includes(scope))
    return `it lacks the scopes of every tool it includes. ${reachable.name} needs ${lacking.join(', ')}.`
  }
  const mildest = TIERS.find((tier) => tools.some(({ facts }) => facts.tier === tier))
  return `every tool it includes is above highestTier "${access.highestTier}". Raise it to "${mildest}".`
}
