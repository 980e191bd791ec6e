import type { MountedTool } from './module.ts'
import { isAtMost, type Tier } from './tier.ts'

/** What a client is cleared for, as plain data. An empty `include` allows nothing; `exclude` wins. */
export interface Clearance {
  /** Exact names, or patterns in which `*` stands for any run of characters. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly highestTier: Tier
  readonly scopes: readonly string[]
}

/** A clearance, and the lists a request has narrowed it by. Each narrowing can only take away. */
export interface Access extends Clearance {
  readonly narrowings: readonly (readonly string[])[]
}

/**
 * The one predicate behind `tools/list` and `tools/call`. If the two ever used different ones, a tool hidden from
 * the list could still be called (CVE-2026-46519 is this class).
 */
export function maySee(tool: Pick<MountedTool, 'name' | 'facts'>, access: Access): boolean {
  const named = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matches(pattern, tool.name))
  return (
    named(access.include) &&
    !named(access.exclude) &&
    isAtMost(tool.facts.tier, access.highestTier) &&
    tool.facts.scopes.every((scope) => access.scopes.includes(scope)) &&
    access.narrowings.every(named)
  )
}

/** Whether `name` fits `pattern`: a name, or one with `*`. The config's schema allows no other signs in it. */
export function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name)
}
