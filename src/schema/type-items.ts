import { isDeepStrictEqual } from 'node:util'

import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { namesNull } from '../kernel/schema-types.ts'
import type { Pass } from './pass.ts'
import { sayKind, withSentences } from './words.ts'

/** Gives a list one schema for its items. A row of different items becomes a list of either, with their order said. */
export const typeItems: Pass = (schema) => {
  if (schema['type'] !== 'array') return schema
  const { prefixItems, items, ...rest } = schema
  if (!Array.isArray(prefixItems))
    return isRecord(items) ? schema : 'does not say what its items are'
  const places = prefixItems.filter(isRecord)
  if (places.length === 0 || places.length < prefixItems.length)
    return 'has items that can be anything'
  // Left out of a plain list, null is not missed; left out of a row, it moves what comes behind it.
  if (places.some(namesNull)) return 'is a row with a place that may be null; make it an object'
  const distinct = unique(isRecord(items) ? [...places, items] : places)
  const row = {
    ...rest,
    ...(items === false && { maxItems: Math.min(numberIn(rest['maxItems']), places.length) }),
    items: distinct.length === 1 ? distinct[0] : { anyOf: distinct },
  }
  return distinct.length === 1 ? row : withSentences(row, [sayRow(places, items)])
}

function sayRow(places: readonly JsonSchema[], items: unknown): string {
  const row = `In this order: ${places.map(sayKind).join('; ')}`
  return isRecord(items) ? `${row}; then any number of: ${sayKind(items)}.` : `${row}.`
}

function unique(schemas: readonly JsonSchema[]): readonly JsonSchema[] {
  return schemas.filter(
    (schema, at) => schemas.findIndex((each) => isDeepStrictEqual(each, schema)) === at,
  )
}

function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : Infinity
}
