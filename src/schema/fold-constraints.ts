import type { JsonSchema } from '../kernel/input.ts'
import type { Pass } from './pass.ts'
import {
  sayChoices,
  sayFormat,
  sayPattern,
  sayRules,
  sayShortValue,
  sentence,
  withSentences,
} from './words.ts'

/** Longer patterns are mostly a format's, and some provider refuses them. */
export const LONGEST_PATTERN = 60

/** Says in the description what a keyword said that some provider does not take. Whole numbers keep exact bounds. */
export const foldConstraints: Pass = (schema) => {
  const whole = schema['type'] === 'integer' ? withWholeBounds(schema) : schema
  return withSentences(whole, [...lost(whole), ...sayDefault(schema['default'])])
}

function lost(schema: JsonSchema): readonly string[] {
  const { type, enum: choices, uniqueItems } = schema
  if (Array.isArray(choices)) return type === 'string' ? [] : [`Must be ${sayChoices(choices)}.`]
  if (type === 'string') return lostOfText(schema)
  if (type === 'array') return uniqueItems === true ? ['No two items may be the same.'] : []
  return type === 'integer' || type === 'number'
    ? sayRules(schema).map((rule) => `Must be ${rule}.`)
    : []
}

function lostOfText({ format, pattern, contentEncoding }: JsonSchema): readonly string[] {
  const said = sayFormat(format) || (contentEncoding === 'base64' ? sayFormat('base64') : '')
  if (said !== '') return [sentence(said)]
  return typeof pattern === 'string' && pattern.length > LONGEST_PATTERN
    ? [`Must be ${sayPattern(pattern)}.`]
    : []
}

/** Over whole numbers an exclusive bound is an inclusive one next to it. Bounds that only say "whole" say nothing. */
function withWholeBounds(schema: JsonSchema): JsonSchema {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, ...rest } = schema
  const least = Math.max(
    Math.ceil(finite(minimum, -Infinity)),
    Math.floor(finite(above, -Infinity)) + 1,
  )
  const most = Math.min(
    Math.floor(finite(maximum, Infinity)),
    Math.ceil(finite(below, Infinity)) - 1,
  )
  return {
    ...rest,
    ...(least > Number.MIN_SAFE_INTEGER && { minimum: least }),
    ...(most < Number.MAX_SAFE_INTEGER && { maximum: most }),
  }
}

function finite(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** Null as a default is what leaving the field out already means. */
function sayDefault(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  const said = sayShortValue(value)
  return said === undefined ? [] : [`The default is ${said}.`]
}

/** What every provider was seen to take, for each type. It is a list of what stays, so that nothing new slips in. */
const KEPT: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['string', ['enum', 'minLength', 'maxLength', 'pattern']],
  ['integer', ['minimum', 'maximum']],
  ['number', ['minimum', 'maximum']],
  ['boolean', []],
  ['array', ['items', 'minItems', 'maxItems']],
  ['object', ['properties', 'required']],
])

/** Drops every keyword that is not portable. What it meant has been said before. */
export const keepPortable: Pass = (schema, { isRoot }) => {
  const { type, enum: choices, pattern } = schema
  const own = KEPT.get(type)
  if (!own) return `is of the type ${String(type)}, which is none of JSON's`
  const isListed = type === 'string' && Array.isArray(choices)
  const dropped = new Set([
    ...(isListed ? ['minLength', 'maxLength', 'pattern'] : []),
    ...(isLong(pattern) ? ['pattern'] : []),
    // Amazon Nova takes of the whole only its type and its fields; the tool has a description of its own.
    ...(isRoot ? ['description'] : []),
  ])
  // In an order of its own, so that the same schema is always the same text.
  const kept = ['type', ...own, 'description'].filter((keyword) => !dropped.has(keyword))
  return Object.fromEntries(
    kept.flatMap((keyword) => (keyword in schema ? [[keyword, schema[keyword]]] : [])),
  )
}

function isLong(pattern: unknown): boolean {
  return typeof pattern === 'string' && pattern.length > LONGEST_PATTERN
}
