import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf, type Fields } from '../kernel/json.ts'
import { branchesOf, choicesOf, namesNull, typesOf } from '../kernel/schema-types.ts'
import type { Pick } from './choose.ts'
import { isAsWanted } from './is-as-wanted.ts'
import { parseIf, readText } from './read-text.ts'
import { fieldNames } from './schema-at.ts'

/** Keys that hosts add to arguments on their own account; LiveKit's proxy toolset lets them through. */
const HOST_KEYS = /^lk_agents_/

/**
 * Forgives the slips of form that models make, and nothing of substance: arguments sent as a JSON string, null for
 * an optional field, "3" for 3, "true" for true, a JSON string for a list or an object, 3 for "3". It also brings
 * back what a portable schema makes a model write: text for a choice between types, nothing for null.
 * What cannot be read as the schema wants it stays as it came, for the strict check to refuse. `pick` decides where a
 * schema allows several readings.
 */
export function coerce(raw: unknown, schema: JsonSchema, pick: Pick): unknown {
  if (isAsWanted(raw, schema)) return raw
  const fields = raw === undefined || raw === null ? {} : parseIf(isRecord, raw)
  return isRecord(fields) ? coerceValue(fields, schema, pick) : raw
}

interface Wanted {
  readonly schema: JsonSchema
  readonly pick: Pick
}

function coerceValue(value: unknown, schema: JsonSchema, pick: Pick): unknown {
  const branches = branchesOf(schema)
  const own = branches.length > 0 && !('type' in schema) ? value : coerceOwn(value, schema, pick)
  const all = Array.isArray(schema['allOf']) ? schema['allOf'].filter(isRecord) : []
  const whole = all.reduce<unknown>((made, part) => coerceValue(made, part, pick), own)
  if (branches.length === 0) return whole
  const names = branches.flatMap(fieldNames)
  const readings = branches.map((branch) => ({
    as: branch,
    value: coerceValue(withoutForeignNulls(whole, branch, names), branch, pick),
  }))
  return pick(whole, schema, readings)
}

function coerceOwn(value: unknown, schema: JsonSchema, pick: Pick): unknown {
  const types = typesOf(schema)
  const readings = types.map((type) => ({
    as: { type },
    value: readAs(value, type, { schema, pick }),
  }))
  const [only, ...more] = readings
  if (!only) return value
  return more.length > 0 ? pick(value, schema, readings) : only.value
}

function readAs(value: unknown, type: string, { schema, pick }: Wanted): unknown {
  if (type === 'array') return coerceItems(parseIf(Array.isArray, value), { schema, pick })
  if (type === 'object') {
    const parsed = parseIf(isRecord, value)
    return isRecord(parsed) ? coerceFields(parsed, { schema, pick }) : value
  }
  if (type === 'string' && typeof value === 'number') return String(value)
  if (typeof value !== 'string') return value
  return type === 'string' ? choiceIn(value, choicesOf(schema)) : readText(value, type)
}

/** The choice that differs only in case: models write "Dinner" for "dinner". */
function choiceIn(value: string, choices: readonly unknown[] | undefined): unknown {
  if (!choices || choices.includes(value)) return value
  const word = value.trim().toLowerCase()
  return (
    choices.find((choice) => typeof choice === 'string' && choice.toLowerCase() === word) ?? value
  )
}

function coerceItems(value: unknown, { schema: list, pick }: Wanted): unknown {
  if (!Array.isArray(value)) return value
  const { items, prefixItems } = list
  const places: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : []
  return value.map((item: unknown, at) => {
    const schema = at < places.length ? places[at] : items
    return isRecord(schema) ? coerceValue(item, schema, pick) : item
  })
}

function coerceFields(fields: Fields, { schema, pick }: Wanted): Fields {
  const properties = propertiesOf(schema)
  const required = requiredOf(schema)
  const others = isRecord(schema['additionalProperties'])
    ? schema['additionalProperties']
    : undefined
  const schemaOf = (key: string) => (Object.hasOwn(properties, key) ? properties[key] : others)
  const entries = Object.entries(fields)
    .filter(([key]) => !HOST_KEYS.test(key) || Object.hasOwn(properties, key))
    .filter(([key, value]) => value !== null || required.includes(key) || takesNull(schemaOf(key)))
    .map(([key, value]) => [key, coerceValue(value, schemaOf(key) ?? {}, pick)] as const)
  // A portable schema leaves such a field out, because no provider takes null as a type.
  const nulls = required
    .filter((key) => fields[key] === undefined && namesNull(schemaOf(key) ?? {}))
    .map((key) => [key, null] as const)
  return Object.fromEntries([...entries, ...nulls])
}

/** Of an optional field. Where null is a value, it is kept: it may mean "clear it", and leaving it out "keep it". */
function takesNull(schema: JsonSchema | undefined): boolean {
  return schema === undefined || typesOf(schema).length === 0 || namesNull(schema)
}

/** One schema for all branches makes a model write null for the fields of the branches it did not choose. */
function withoutForeignNulls(
  value: unknown,
  branch: JsonSchema,
  names: readonly string[],
): unknown {
  if (!isRecord(value)) return value
  const own = fieldNames(branch)
  const isForeign = (key: string) => names.includes(key) && !own.includes(key)
  return Object.fromEntries(
    Object.entries(value).filter(([key, each]) => each !== null || !isForeign(key)),
  )
}
