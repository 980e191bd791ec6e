import type { JsonSchema } from '../kernel/input.ts'
import { branchesIn } from './branches.ts'
import { conjoin } from './conjoin.ts'
import { mergeObjects } from './merge-objects.ts'
import { mergeScalars } from './merge-scalars.ts'
import type { Pass } from './pass.ts'

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
