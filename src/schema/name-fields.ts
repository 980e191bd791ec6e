import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf } from '../kernel/json.ts'
import { namesNull } from '../kernel/schema-types.ts'
import type { Pass } from './pass.ts'
import { sayTogether } from './say-together.ts'
import { withSentences } from './words.ts'

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
