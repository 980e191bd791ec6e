/** How much harm a wrong call can do, mildest first. Every tool declares exactly one. */
export const TIERS = ['read', 'write', 'irreversible', 'privileged'] as const

/**
 * How much harm a wrong call can do, mildest first: `read` changes nothing, `write` can be undone, `irreversible`
 * cannot, and `privileged` is for few. The gates of the last two are not built yet, so their tools do not load.
 */
export type Tier = (typeof TIERS)[number]

/** Whether `tier` is no riskier than `highest`. */
export function isAtMost(tier: Tier, highest: Tier): boolean {
  return TIERS.indexOf(tier) <= TIERS.indexOf(highest)
}
