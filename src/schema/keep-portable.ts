import { LONGEST_PATTERN } from './fold-constraints.ts'
import type { Pass } from './pass.ts'

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
