import type { JsonSchema } from '../kernel/input.ts'
import { limitIn, LIMITS, type Limit } from './limit.ts'
import { about, type Effect, type Place, type SchemaDifference } from './schema-difference.ts'

export function compareBounds(
  before: JsonSchema,
  after: JsonSchema,
  place: Place,
): readonly SchemaDifference[] {
  return LIMITS.flatMap((kind) => compareLimits(limitIn(before, kind), limitIn(after, kind), place))
}

function compareLimits(
  old: Limit | undefined,
  now: Limit | undefined,
  place: Place,
): readonly SchemaDifference[] {
  if (!old && !now) return []
  if (!old) return [about(place, 'narrower', ` must be ${now?.says} now.`)]
  if (!now) return [about(place, 'wider', ` need not be ${old.says} any more.`)]
  const effect = effectOf(old, now)
  return effect ? [about(place, effect, ` must be ${now.says} now, and not ${old.says}.`)] : []
}

function effectOf(old: Limit, now: Limit): Effect | undefined {
  const growth = now.strictness - old.strictness
  if (growth === 0) return undefined
  return growth > 0 ? 'narrower' : 'wider'
}
