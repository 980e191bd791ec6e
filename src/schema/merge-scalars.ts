import type { JsonSchema } from '../kernel/input.ts'
import { choicesOf } from '../kernel/schema-types.ts'
import { sayKind, sayValue, withSentences } from './words.ts'

/**
 * One schema for a choice between plain values. Where the types differ it is text, because text can hold them all;
 * the server reads it back. A choice between listed values stays a list.
 */
export function mergeScalars(branches: readonly JsonSchema[]): JsonSchema {
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
