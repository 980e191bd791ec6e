/** How much harm a wrong call can do, mildest first. Every tool declares exactly one. */
export const TIERS = ['read', 'write', 'irreversible', 'privileged'] as const

/**
 * How much harm a wrong call can do, mildest first. A tool of tier `irreversible` or `privileged` does not load yet,
 * because the gates that would guard it are not built yet.
 */
export type Tier = (typeof TIERS)[number]

/** Whether `tier` is no riskier than `highest`. */
export function isAtMost(tier: Tier, highest: Tier): boolean {
  return TIERS.indexOf(tier) <= TIERS.indexOf(highest)
}
