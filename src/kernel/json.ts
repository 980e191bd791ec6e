import type { JsonSchema } from './input.ts'

export type Fields = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Properties = Readonly<Record<string, JsonSchema>>

/** Every call looks at its tool's fields several times. */
const properties = new WeakMap<JsonSchema, Properties>()

/** The schemas of an object schema's fields. A field that allows anything has an empty schema. */
export function propertiesOf(schema: JsonSchema): Properties {
  const known = properties.get(schema)
  if (known) return known
  const own = schema['properties']
  const entries = Object.entries(isRecord(own) ? own : {})
  const found = Object.fromEntries(
    entries.map(([name, property]) => [name, isRecord(property) ? property : {}]),
  )
  properties.set(schema, found)
  return found
}

export function requiredOf(schema: JsonSchema): readonly string[] {
  const required = schema['required']
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
}
