import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { mapSubschemas } from '../kernel/subschemas.ts'

/** What LiveKit leaves out of a schema on its way to Gemini Live. */
const DROPPED = new Set(['$schema', 'title', 'default', 'examples', 'additionalProperties'])

/** Its fields under Gemini's own names. */
const NAMES: Readonly<Record<string, string>> = {
  minLength: 'min_length',
  maxLength: 'max_length',
  minItems: 'min_items',
  maxItems: 'max_items',
  minProperties: 'min_properties',
  maxProperties: 'max_properties',
}

/**
 * A schema that Gemini Live takes, as LiveKit turns it into Gemini's own form. `undefined` for an input without
 * fields, which Gemini is told nothing of.
 */
export function geminiLiveSchema(schema: JsonSchema): JsonSchema | undefined {
  const fields = schema['properties']
  return isRecord(fields) && Object.keys(fields).length > 0 ? converted(schema) : undefined
}

function converted(schema: JsonSchema): JsonSchema {
  const inner = mapSubschemas(schema, (each) => (isRecord(each) ? converted(each) : each))
  const entries = Object.entries(inner)
    .filter(([keyword]) => !DROPPED.has(keyword))
    .map(([keyword, value]) =>
      keyword === 'const'
        ? ['enum', [value]]
        : [NAMES[keyword] ?? keyword, inCapitals(keyword, value)],
    )
  return withNullable({ ...Object.fromEntries(entries), ...orderIn(inner) })
}

function orderIn({ properties }: JsonSchema): JsonSchema {
  return isRecord(properties) ? { property_ordering: Object.keys(properties) } : {}
}

function inCapitals(keyword: string, value: unknown): unknown {
  return keyword === 'type' && typeof value === 'string' && value !== 'null'
    ? value.toUpperCase()
    : value
}

/** One thing or null is that thing, nullable; of more things the choice stays. */
function withNullable({ anyOf, ...rest }: JsonSchema): JsonSchema {
  if (!Array.isArray(anyOf)) return rest
  const choices = anyOf.filter(isRecord)
  const things = choices.filter(({ type }) => type !== 'null')
  const [thing, ...more] = things
  if (thing && more.length === 0 && choices.length === 2)
    return { ...rest, ...thing, nullable: true }
  return { ...rest, any_of: things }
}
