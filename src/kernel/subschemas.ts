import type { JsonSchema } from './input.ts'
import { isRecord } from './json.ts'

const ONE = words(
  'items additionalProperties propertyNames not if then else contains unevaluatedItems unevaluatedProperties',
)
const MANY = words('anyOf oneOf allOf prefixItems')
const NAMED = words('properties patternProperties dependentSchemas $defs definitions')

/** Makes a subschema new. `step` is how its parent names it: the keyword, or for a field its name. */
export type MapSubschema = (subschema: unknown, keyword: string, step: string) => unknown

/**
 * The schema with each of its direct subschemas made new. Only places where JSON Schema has subschemas are entered:
 * the same words in a default or an example are data.
 */
export function mapSubschemas(schema: JsonSchema, map: MapSubschema): JsonSchema {
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (ONE.has(keyword)) return [keyword, map(value, keyword, keyword)]
    if (MANY.has(keyword) && Array.isArray(value))
      return [keyword, value.map((each: unknown, at) => map(each, keyword, String(at)))]
    if (NAMED.has(keyword) && isRecord(value)) return [keyword, mapNamed(value, keyword, map)]
    return [keyword, value]
  })
  return Object.fromEntries(entries)
}

function mapNamed(schemas: JsonSchema, keyword: string, map: MapSubschema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, each]) => [name, map(each, keyword, name)]),
  )
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}
