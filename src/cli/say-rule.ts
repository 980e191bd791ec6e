import type { HidingRule } from '../kernel/access.ts'

/** The rule that hides a tool, in the words of the configuration, so that a person knows what to change. */
export function sayRule(by: HidingRule): string {
  switch (by.rule) {
    case 'not_included':
      return 'not included: neither tools.include nor a toolset of the client names it'
    case 'excluded':
      return `excluded: tools.exclude has "${by.pattern}"`
    case 'tier':
      return `too risky: its tier ${by.tier} is above highestTier ${by.highestTier}`
    case 'scopes':
      return `not cleared: the client lacks ${by.missing.join(', ')}`
    default:
      return `narrowed away: the request asks for ${by.narrowing.join(', ') || 'nothing'} only`
  }
}
