import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf, type Fields } from '../kernel/json.ts'

/** Keys that hosts add to arguments on their own account; LiveKit's proxy toolset lets them through. */
const HOST_KEYS = /^lk_agents_/

/**
 * Forgives the slips of form that models make, and nothing of substance: arguments sent as a JSON string, null for
 * an optional field, "3" for 3, "true" for true, a JSON string for a list or an object, 3 for "3".
 * What cannot be read as the schema wants it stays as it came, for the strict check to refuse.
 */
export function coerce(raw: unknown, schema: JsonSchema): unknown {
  const fields = raw === undefined || raw === null ? {} : parseIf(isRecord, raw)
  return isRecord(fields) ? coerceFields(fields, schema) : raw
}

function coerceFields(fields: Fields, schema: JsonSchema): Fields {
  const properties = propertiesOf(schema)
  const required = requiredOf(schema)
  const entries = Object.entries(fields)
    .filter(([key]) => !HOST_KEYS.test(key) || key in properties)
    .filter(([key, value]) => value !== null || !isSkippedNull(key, properties, required))
    .map(([key, value]) => [key, coerceValue(value, properties[key] ?? {})] as const)
  return Object.fromEntries(entries)
}

/** Strict modes make models send null for what they leave out; where null is a value of its own it stays. */
function isSkippedNull(
  key: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): boolean {
  const schema = properties[key]
  if (!schema || required.includes(key)) return false
  const { type, anyOf } = schema
  const kinds = [
    type,
    ...(Array.isArray(anyOf) ? anyOf.map((one) => isRecord(one) && one['type']) : []),
  ]
  return !kinds.flat().includes('null')
}

function coerceValue(value: unknown, schema: JsonSchema): unknown {
  switch (schema['type']) {
    case 'integer':
    case 'number':
      return typeof value === 'string' ? numberIn(value) : value
    case 'boolean':
      return typeof value === 'string' ? booleanIn(value) : value
    case 'string':
      return typeof value === 'number' ? String(value) : choiceIn(value, schema['enum'])
    case 'array':
      return listIn(parseIf(Array.isArray, value), schema['items'])
    case 'object': {
      const parsed = parseIf(isRecord, value)
      return isRecord(parsed) ? coerceFields(parsed, schema) : value
    }
    default:
      return value
  }
}

function listIn(list: unknown, items: unknown): unknown {
  return Array.isArray(list) && isRecord(items)
    ? list.map((item) => coerceValue(item, items))
    : list
}

/** The choice that differs only in case: models write "Dinner" for "dinner". */
function choiceIn(value: unknown, choices: unknown): unknown {
  if (typeof value !== 'string' || !Array.isArray(choices) || choices.includes(value)) return value
  const word = value.trim().toLowerCase()
  return (
    choices.find((choice) => typeof choice === 'string' && choice.toLowerCase() === word) ?? value
  )
}

function numberIn(text: string): unknown {
  const trimmed = text.trim()
  return /^[+-]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : text
}

function booleanIn(text: string): unknown {
  const word = text.trim().toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : text
}

function parseIf(wanted: (value: unknown) => boolean, value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    const parsed: unknown = JSON.parse(value)
    return wanted(parsed) ? parsed : value
  } catch {
    return value
  }
}
