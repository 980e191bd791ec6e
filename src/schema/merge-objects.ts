import { isDeepStrictEqual } from 'node:util'

import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf } from '../kernel/json.ts'
import { choicesOf } from '../kernel/schema-types.ts'
import { branchesIn } from './branches.ts'
import { allOf, sayChoices, withSentences } from './words.ts'

/**
 * One object for a choice between objects, with all their fields. What it loses is which fields belong together; that
 * is said at the field that tells the objects apart. Without such a field neither a model nor a refusal could tell
 * which object was meant, so then there is no such object.
 */
export function mergeObjects(branches: readonly JsonSchema[]): JsonSchema | string {
  const required = branches
    .map(requiredOf)
    .reduce((shared, own) => shared.filter((name) => own.includes(name)))
  const [first] = branches
  // Kept for the pass behind this one, which refuses fields that have no names.
  const free = branches.find((branch) => isRecord(branch['additionalProperties'])) ?? {}
  const { additionalProperties } = free
  const properties = mergedFields(branches)
  const merged = {
    type: 'object',
    properties,
    required,
    ...(additionalProperties !== undefined && { additionalProperties }),
  }
  if (
    branches.every((branch) => isDeepStrictEqual(propertiesOf(branch), propertiesOf(first ?? {})))
  )
    return { ...merged, ...sayGroups(merged.properties, branches, required) }
  const telling = required.find((name) => tellsApart(name, branches))
  return telling === undefined
    ? mergeGroups(branches, required)
    : { ...merged, properties: sayFields(merged.properties, telling, branches) }
}

/** A choice within a choice: one field tells groups apart, and another one the objects of a group. */
function mergeGroups(
  branches: readonly JsonSchema[],
  required: readonly string[],
): JsonSchema | string {
  for (const name of required) {
    const groups = [...Map.groupBy(branches, (each) => keyOf(each, name)).values()]
    if (groups.length === 1 || groups.length === branches.length) continue
    const merged = groups.map((group) =>
      group.length === 1 ? (group[0] ?? {}) : mergeObjects(group),
    )
    const whole = merged.filter((each) => typeof each !== 'string')
    if (whole.length === groups.length && tellsApart(name, whole)) return mergeObjects(whole)
  }
  return 'is a choice between objects that no field tells apart; add a required field whose value does'
}

function keyOf(branch: JsonSchema, name: string): string {
  return JSON.stringify(valuesOf(propertiesOf(branch)[name] ?? {})) ?? ''
}

type Fields = Readonly<Record<string, JsonSchema>>

function mergedFields(branches: readonly JsonSchema[]): Fields {
  const all = branches.flatMap((branch) => Object.entries(propertiesOf(branch)))
  return Object.fromEntries(
    [...Map.groupBy(all, ([name]) => name)].map(([name, entries]) => {
      const distinct = [
        ...new Map(entries.map(([, each]) => [JSON.stringify(each), each])).values(),
      ]
      return [name, distinct.length === 1 ? (distinct[0] ?? {}) : { anyOf: distinct }]
    }),
  )
}

/** Whether each object requires values of this field that no other object has. */
function tellsApart(name: string, branches: readonly JsonSchema[]): boolean {
  const values = branches.flatMap(
    (branch) => valuesOf(propertiesOf(branch)[name] ?? {}) ?? [undefined],
  )
  return !values.includes(undefined) && new Set(values).size === values.length
}

function valuesOf(field: JsonSchema): readonly unknown[] | undefined {
  const branches = branchesIn(field)
  if (typeof branches === 'string') return undefined
  const choices = branches.map(choicesOf)
  return choices.includes(undefined)
    ? undefined
    : [...new Set(choices.flatMap((each) => each ?? []))]
}

function sayFields(fields: Fields, telling: string, branches: readonly JsonSchema[]): Fields {
  const sentences = branches.map((branch) => {
    const own = Object.keys(propertiesOf(branch)).filter((name) => name !== telling)
    const needed = own.filter((name) => requiredOf(branch).includes(name))
    const free = own.filter((name) => !needed.includes(name))
    const values = sayChoices(valuesOf(propertiesOf(branch)[telling] ?? {}) ?? [])
    const give = needed.length > 0 ? `give ${allOf(needed)}` : 'no other field is needed'
    return `With ${values}, ${give}${free.length > 0 ? `; ${allOf(free)} may be given` : ''}.`
  })
  return { ...fields, [telling]: withSentences(fields[telling] ?? {}, sentences) }
}

/** Objects that differ only in what they require: the common "one of these must be given". */
function sayGroups(
  fields: Fields,
  branches: readonly JsonSchema[],
  required: readonly string[],
): { readonly properties: Fields } {
  const groups = branches.map((branch) =>
    requiredOf(branch).filter((name) => !required.includes(name)),
  )
  const [firstNamed] = groups.flat()
  if (firstNamed === undefined || groups.some(({ length }) => length === 0))
    return { properties: fields }
  const said = `Give one of these: ${groups.map(allOf).join('; ')}.`
  return {
    properties: { ...fields, [firstNamed]: withSentences(fields[firstNamed] ?? {}, [said]) },
  }
}
