import { inlineRefs } from '../kernel/inline-refs.ts'
import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { mapSubschemas } from '../kernel/subschemas.ts'
import { foldConstraints, keepPortable } from './fold-constraints.ts'
import { nameFields } from './name-fields.ts'
import { oneType } from './one-type.ts'
import { ROOT, sayPlace, type Pass, type Place } from './pass.ts'
import { typeItems } from './type-items.ts'

export type Normalised =
  | { readonly ok: true; readonly schema: JsonSchema }
  | { readonly ok: false; readonly reasons: readonly string[] }

/** In this order: from here on each pass may rely on what the ones before it have made. */
const PASSES: readonly Pass[] = [oneType, nameFields, typeItems, foldConstraints, keepPortable]

/** Merging choices can repeat parts; a schema made to repeat them without end is stopped here. */
const MOST_WORK = 2_000

interface Work {
  readonly reasons: string[]
  left: number
}

/**
 * An input schema as every model provider takes it, or every reason why there is none. It is for a model's eyes: the
 * original stays what arguments are judged by. The same schema always gives the same result, and a result gives
 * itself.
 */
export function normalise(schema: JsonSchema): Normalised {
  const known = normalised.get(schema)
  if (known) return known
  const made = normaliseAnew(schema)
  normalised.set(schema, made)
  return made
}

/** A start asks of each tool for each client, and once more for its list. */
const normalised = new WeakMap<JsonSchema, Normalised>()

function normaliseAnew(schema: JsonSchema): Normalised {
  const inlined = inlineRefs(schema)
  if (!inlined.ok) return { ok: false, reasons: [`${sayPlace(ROOT)} ${inlined.reason}`] }
  const work: Work = { reasons: [], left: MOST_WORK }
  const made = rewrite(inlined.schema, ROOT, work)
  return work.reasons.length === 0
    ? { ok: true, schema: made }
    : { ok: false, reasons: work.reasons }
}

function rewrite(schema: JsonSchema, place: Place, work: Work): JsonSchema {
  work.left -= 1 + widthOf(schema)
  if (work.left < 0) return refused(ROOT, 'takes too much work to be made portable', work)
  let made = schema
  for (const pass of PASSES) {
    const next = pass(made, { isRoot: place.length === 0 })
    if (typeof next === 'string') return refused(place, next, work)
    made = next
  }
  return mapSubschemas(made, (child, keyword, step) =>
    rewrite(isRecord(child) ? child : {}, [...place, keyword === 'items' ? '[]' : step], work),
  )
}

function widthOf({ anyOf, oneOf, allOf }: JsonSchema): number {
  return [anyOf, oneOf, allOf].reduce<number>(
    (width, list) => width + (Array.isArray(list) ? list.length : 0),
    0,
  )
}

function refused(place: Place, reason: string, work: Work): JsonSchema {
  const said = `${sayPlace(place)} ${reason}`
  if (!work.reasons.includes(said)) work.reasons.push(said)
  return {}
}
