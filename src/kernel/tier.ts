/** How much harm a wrong call can do, mildest first. Every tool declares exactly one. */
export const TIERS = ['read', 'write', 'irreversible', 'privileged'] as const

/**
 * How much harm a wrong call can do, mildest first. `irreversible` needs human proof from outside the agent, and
 * `privileged` an operator's approval of the very call.
 */
export type Tier = (typeof TIERS)[number]

/** Whether `tier` is no riskier than `highest`. */
export function isAtMost(tier: Tier, highest: Tier): boolean {
  return TIERS.indexOf(tier) <= TIERS.indexOf(highest)
}
