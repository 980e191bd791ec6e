import type { DeclaredTool } from './module.ts'
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
  /** Names of the tools for which a rule may ask this client for more than they do themselves. */
  readonly asks: readonly string[]
  /** Scopes that the client holds and this request's token lacks, where the client can ask for a token with more. */
  readonly obtainable?: readonly string[]
}

/** The rule that hides a tool, with what decided it. */
export type HidingRule =
  | { readonly rule: 'not_included' }
  | { readonly rule: 'excluded'; readonly pattern: string }
  | { readonly rule: 'tier'; readonly tier: Tier; readonly highestTier: Tier }
  | { readonly rule: 'scopes'; readonly missing: readonly string[] }
  | { readonly rule: 'narrowed'; readonly narrowing: readonly string[] }

type Facing = Pick<DeclaredTool, 'name' | 'facts'>

/**
 * The one predicate behind `tools/list` and `tools/call`. If the two ever used different ones, a tool hidden from
 * the list could still be called (CVE-2026-46519 is this class).
 */
export function maySee(tool: Facing, access: Access): boolean {
  return whyHidden(tool, access) === undefined
}

/**
 * Which rule hides a tool from an access; `undefined` when it is seen. Where several do, the first one in the order
 * of the rules answers. An explanation comes from here too, so it cannot disagree with what is served.
 */
export function whyHidden({ name, facts }: Facing, access: Access): HidingRule | undefined {
  const { include, exclude, highestTier, narrowings, obtainable = [] } = access
  if (!isNamed(name, include)) return { rule: 'not_included' }
  const pattern = exclude.find((each) => matches(each, name))
  if (pattern !== undefined) return { rule: 'excluded', pattern }
  const { tier } = facts
  if (!isAtMost(tier, highestTier)) return { rule: 'tier', tier, highestTier }
  const missing = lackingScopes({ facts }, access).filter((scope) => !obtainable.includes(scope))
  if (missing.length > 0) return { rule: 'scopes', missing }
  const narrowing = narrowings.find((names) => !isNamed(name, names))
  return narrowing && { rule: 'narrowed', narrowing }
}

/**
 * The scopes that a call of this tool still lacks. Of a tool that is seen they are ones that a new token can bring; of
 * any other nobody is told them.
 */
export function lackingScopes(
  { facts }: Pick<Facing, 'facts'>,
  { scopes }: Pick<Access, 'scopes'>,
): readonly string[] {
  return facts.scopes.filter((scope) => !scopes.includes(scope))
}

/** Whether this client may be asked for a code for a call of this tool. It then has to know how to send it. */
export function mayAsk({ name, facts }: Facing, { asks }: Pick<Access, 'asks'>): boolean {
  return facts.gate === 'spoken' || facts.gate === 'delivered' || asks.includes(name)
}

function isNamed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(pattern, name))
}

/** Whether `name` fits `pattern`: a name, or one with `*`. The config's schema allows no other signs in it. */
export function matches(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name)
}
