import type { JsonSchema } from './input.ts'
import { isRecord } from './json.ts'

/** The types that a schema allows, as far as it names them, null included. Empty: it allows any. */
export function typesOf(schema: JsonSchema): readonly string[] {
  const { type } = schema
  const choices = choicesOf(schema)
  const declared = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : []
  const withNull =
    declared.length > 0 && schema['nullable'] === true ? [...declared, 'null'] : declared
  if (withNull.length > 0)
    return withNull.filter((each) => each !== 'null' || !choices || choices.includes(null))
  if (choices) return unique(choices.map(typeOf))
  return schema['properties'] ? ['object'] : typesOfParts(schema)
}

function typesOfParts(schema: JsonSchema): readonly string[] {
  const branches = branchesOf(schema).map(typesOf)
  if (branches.length > 0)
    return branches.some(({ length }) => length === 0) ? [] : unique(branches.flat())
  if (schema['items'] ?? schema['prefixItems']) return ['array']
  const all = Array.isArray(schema['allOf']) ? schema['allOf'].filter(isRecord) : []
  return all.map(typesOf).find(({ length }) => length > 0) ?? []
}

/** What `anyOf` or `oneOf` offers; empty when the schema offers no choice between schemas. */
export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  const branches = schema['anyOf'] ?? schema['oneOf']
  return Array.isArray(branches) ? branches.filter(isRecord) : []
}

/** The values that a schema lists, as an `enum` or as its only one; `undefined` when it lists none. */
export function choicesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']]
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined
}

/** Whether a schema names null as a value. One that allows anything does not name it. */
export function namesNull(schema: JsonSchema): boolean {
  return typesOf(schema).includes('null')
}

/** A value's type as JSON Schema calls it; of two that fit, the narrower. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function unique(types: readonly string[]): readonly string[] {
  return [...new Set(types)]
}
