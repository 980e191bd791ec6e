import { isDeepStrictEqual } from 'node:util'

import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { alternativesOf, type Alternatives } from './alternatives.ts'
import { compareBounds } from './compare-bounds.ts'
import { compareChoices } from './compare-choices.ts'
import { compareFields } from './compare-fields.ts'
import { compareKeywords, compareWords } from './compare-keywords.ts'
import { compareTypes } from './compare-types.ts'
import { about, itemOf, type Place, type SchemaDifference } from './schema-difference.ts'

type Differences = readonly SchemaDifference[]

/** What has become of a schema. Nothing for schemas that only write the same thing in another order. */
export function compareSchemas(before: JsonSchema, after: JsonSchema, place: Place): Differences {
  if (isDeepStrictEqual(before, after)) return []
  return [
    ...compareAlternatives(alternativesOf(before), alternativesOf(after), place),
    ...compareWords(before, after, place),
  ]
}

/** `before` and `after` offer no choice. */
function compareRules(before: JsonSchema, after: JsonSchema, place: Place): Differences {
  const types = compareTypes(before, after, place)
  // Values of another type have nothing else in common that could be compared.
  if (types.some(({ effect }) => effect === 'replaced')) return types
  return [
    ...types,
    ...compareChoices(before, after, place),
    ...compareBounds(before, after, place),
    ...compareFields(before, after, place, compareSchemas),
    ...compareSchemas(itemsOf(before), itemsOf(after), itemOf(place)),
    ...compareKeywords(before, after, place),
  ]
}

/** What stays as it was is set aside; the rest is compared pair by pair, in the order in which it is written. */
function compareAlternatives(before: Alternatives, after: Alternatives, place: Place): Differences {
  const old = without(before, after)
  const now = without(after, before)
  const pairs = old.flatMap((one, at) => {
    const other = now[at]
    return other ? compareRules(one, other, place) : []
  })
  if (old.length === now.length) return pairs
  const extra =
    old.length > now.length
      ? about(place, 'narrower', ' has lost one of its alternatives.')
      : about(place, 'wider', ' has one more alternative.')
  return [...pairs, extra]
}

function without(all: Alternatives, others: Alternatives): Alternatives {
  return all.filter((one) => !others.some((other) => isDeepStrictEqual(one, other)))
}

function itemsOf({ items }: JsonSchema): JsonSchema {
  return isRecord(items) ? items : {}
}
