import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf } from '../kernel/json.ts'

/** What every model provider was seen to take. One keyword beyond it can end a Gemini Live call. */
const KEYWORDS = new Set(
  (
    'type description enum items properties required additionalProperties ' +
    'minimum maximum minLength maxLength minItems maxItems default pattern'
  ).split(' '),
)

const TYPES = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object'])

/** Longer patterns were seen to be refused. */
const LONGEST_PATTERN = 60

/** Why a schema cannot be shown to every model; empty when it can. One line for each fault, with its place. */
export function portabilityProblems(schema: JsonSchema, place = 'the input'): readonly string[] {
  const fields = Object.entries(propertiesOf(schema)).flatMap(([name, field]) => [
    ...(typeof field['description'] === 'string' ? [] : [`"${name}" has no description`]),
    ...portabilityProblems(field, `"${name}"`),
  ])
  return [...ownProblems(schema, place), ...itemProblems(schema, place), ...fields]
}

function ownProblems(schema: JsonSchema, place: string): readonly string[] {
  const { type, properties, pattern, enum: choices } = schema
  const alien = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword))
  const faults: readonly (readonly [boolean, string])[] = [
    [alien.length > 0, `uses ${alien.join(', ')}`],
    [typeof type !== 'string' || !TYPES.has(type), 'needs one plain type'],
    [Array.isArray(choices) && type !== 'string', 'may list only strings as choices'],
    [isLong(pattern), `has a pattern of more than ${LONGEST_PATTERN} characters`],
    [type === 'object' && !isRecord(properties), 'has no named fields'],
    [isRecord(schema['additionalProperties']), 'allows fields without names'],
  ]
  return faults.filter(([found]) => found).map(([, fault]) => `${place} ${fault}`)
}

function isLong(pattern: unknown): boolean {
  return typeof pattern === 'string' && pattern.length > LONGEST_PATTERN
}

function itemProblems({ type, items }: JsonSchema, place: string): readonly string[] {
  if (type !== 'array') return []
  if (!isRecord(items)) return [`${place} does not say what its items are`]
  return portabilityProblems(items, `each item of ${place}`)
}
