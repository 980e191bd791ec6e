import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf } from '../kernel/json.ts'
import { namesNull } from '../kernel/schema-types.ts'
import type { Pass } from './pass.ts'
import { allOf, withSentences } from './words.ts'

/** What Gemini and Anthropic both take as a field's name. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** Gives an object named fields, and says what must be given. Other objects than those cannot be portable. */
export const nameFields: Pass = (schema, { isRoot }) => {
  if (schema['type'] !== 'object') return schema
  const fields = fieldsOf(schema)
  const names = Object.keys(fields)
  const nameless = requiredOf(schema).find((name) => !Object.hasOwn(fields, name))
  if (isFree(schema, names))
    return 'takes fields of any name; take a list of objects instead, with the name as a field of theirs'
  if (names.length === 0 && !isRoot) return 'has no named fields'
  if (nameless !== undefined) return `requires the field "${nameless}" without describing it`
  const bad = names.find((name) => !NAME.test(name))
  if (bad !== undefined) return `has a field that not every model may name: "${bad.slice(0, 80)}"`
  return {
    ...schema,
    properties: sayTogether(schema, sayNulls(schema, fields)),
    required: needed(schema, fields),
  }
}

type Fields = Readonly<Record<string, JsonSchema>>

/** A field whose schema is `false` must not be there, so nobody needs to see it. A record of listed names is an object. */
function fieldsOf(schema: JsonSchema): Fields {
  const { propertyNames, additionalProperties: others, properties } = schema
  const listed =
    isRecord(propertyNames) && Array.isArray(propertyNames['enum']) ? propertyNames['enum'] : []
  const named = isRecord(others) ? listed.map((name) => [String(name), others] as const) : []
  const own = Object.entries(propertiesOf(schema)).filter(
    ([name]) => !isRecord(properties) || properties[name] !== false,
  )
  return Object.fromEntries([...named, ...own])
}

/** Extra fields that a schema has something to say of are data that a model could not send any more. */
function isFree(
  { additionalProperties: others, propertyNames }: JsonSchema,
  names: readonly string[],
): boolean {
  const isListed = isRecord(propertyNames) && Array.isArray(propertyNames['enum'])
  if (isListed) return false
  return names.length === 0
    ? others === true || isRecord(others)
    : isRecord(others) && Object.keys(others).length > 0
}

/** Null is no portable value, so a field that may be null may be left out; the server puts the null back. */
function needed(schema: JsonSchema, fields: Fields): readonly string[] {
  return [...new Set(requiredOf(schema))].filter((name) => !namesNull(fields[name] ?? {}))
}

function sayNulls(schema: JsonSchema, fields: Fields): Fields {
  const nullable = requiredOf(schema).filter((name) => namesNull(fields[name] ?? {}))
  const said = nullable.map(
    (name) =>
      [name, withSentences(fields[name] ?? {}, ['Leave it out when there is none.'])] as const,
  )
  return { ...fields, ...Object.fromEntries(said) }
}

/**
 * The fields of an object, with the rules over several of them said at the first of them: what is said of the whole
 * would be lost where a provider takes no description of it.
 */
function sayTogether(schema: JsonSchema, fields: Fields): Fields {
  const made: Record<string, JsonSchema> = { ...fields }
  for (const [name, rule] of rulesOf(schema, Object.keys(fields)[0] ?? '')) {
    const field = made[name]
    if (field) made[name] = withSentences(field, [rule])
  }
  return made
}

function rulesOf(schema: JsonSchema, first: string): readonly (readonly [string, string])[] {
  const { dependentRequired, minProperties: least, maxProperties: most } = schema
  const pairs = Object.entries(isRecord(dependentRequired) ? dependentRequired : {})
  return [
    ...pairs.map(([name, others]) => [name, sayNeeds(name, others)] as const),
    ...(typeof least === 'number'
      ? [[first, `Give at least ${least} of the fields.`] as const]
      : []),
    ...(typeof most === 'number' ? [[first, `Give at most ${most} of the fields.`] as const] : []),
  ]
}

function sayNeeds(name: string, others: unknown): string {
  return `If ${name} is given, give ${allOf(Array.isArray(others) ? others.map(String) : [])} too.`
}
