import type { JsonSchema } from '../kernel/input.ts'
import { choicesOf } from '../kernel/schema-types.ts'
import { branchesIn } from './branches.ts'
import { conjoin } from './conjoin.ts'
import { mergeObjects } from './merge-objects.ts'
import type { Pass } from './pass.ts'
import { sayKind, sayValue, withSentences } from './words.ts'

const SCALARS = new Set<unknown>(['string', 'integer', 'number', 'boolean'])

/** Gives the schema the one plain type that every provider wants, and takes null away. */
export const oneType: Pass = (schema, { isRoot }) => {
  const branches = branchesIn(isRoot ? { type: 'object', ...schema } : schema)
  if (typeof branches === 'string') return branches
  const [first, ...more] = branches
  if (!first) return 'can only be null'
  const merged = more.length === 0 ? first : merge(branches)
  if (isRoot && typeof merged !== 'string' && merged['type'] !== 'object') return 'is not an object'
  return typeof merged === 'string' ? merged : saidOf(schema, merged)
}

function merge(branches: readonly JsonSchema[]): JsonSchema | string {
  if (branches.every(({ type }) => SCALARS.has(type))) return mergeScalars(branches)
  if (branches.every(({ type }) => type === 'object')) return mergeObjects(branches)
  return 'is a choice between a list or an object and something else; settle on one of them'
}

/** What the schema says of itself, before what its branches say. */
function saidOf(schema: JsonSchema, merged: JsonSchema): JsonSchema | string {
  const { description, default: fallback } = schema
  const said = {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  }
  const { type, ...rest } = merged
  const whole = conjoin(said, rest)
  return typeof whole === 'string' ? whole : { type, ...whole }
}

/**
 * One schema for a choice between plain values. Where the types differ it is text, because text can hold them all;
 * the server reads it back. A choice between listed values stays a list.
 */
function mergeScalars(branches: readonly JsonSchema[]): JsonSchema {
  const type = typeOfAll(branches)
  const listed = branches.map((branch) => choicesOf(branch) ?? [])
  if (listed.every(({ length }) => length > 0)) {
    const values = listed.flat()
    const choices = [...new Set(type === 'string' ? values.map(String) : values)]
    return withSentences({ type, enum: choices }, branches.flatMap(sayMeaning))
  }
  const kinds = [...new Set(branches.map(sayKind))]
  const [only] = kinds
  const same = branches.every(({ type: each }) => each === type)
  if (kinds.length === 1 && only !== undefined && same) return branches[0] ?? {}
  return withSentences({ type }, [`Either ${eitherOf(kinds)}.`])
}

function typeOfAll(branches: readonly JsonSchema[]): string {
  const types = new Set(branches.map(({ type }) => type))
  const [type] = types
  if (types.size === 1) return String(type)
  return [...types].every((each) => each === 'integer' || each === 'number') ? 'number' : 'string'
}

/** Authors describe the values of a choice one by one; as one list they would lose that. */
function sayMeaning(branch: JsonSchema): readonly string[] {
  const { description } = branch
  if (typeof description !== 'string') return []
  const values = (choicesOf(branch) ?? []).map(sayValue).join(', ')
  return [`${values} means: ${description.replace(/[.\s]+$/, '')}.`]
}

function eitherOf(kinds: readonly string[]): string {
  return `${kinds.slice(0, -1).join(', ')}, or ${kinds.at(-1) ?? ''}`
}
