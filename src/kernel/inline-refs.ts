import type { JsonSchema } from './input.ts'
import { isRecord } from './json.ts'
import { tooLarge } from './schema-size.ts'
import { mapSubschemas } from './subschemas.ts'

export type Inlined =
  | { readonly ok: true; readonly schema: JsonSchema }
  | { readonly ok: false; readonly reason: string }

/** Definitions that refer to each other twice each double with every level; this ends it early. */
const MOST_SCHEMAS = 2_000

/** Keywords that only say something, so that they may stand beside what a reference brings in. */
const SAYING = new Set([
  'description',
  'title',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  '$comment',
])

interface Work {
  readonly root: JsonSchema
  left: number
  reason: string | undefined
}

/**
 * The schema with every reference replaced by what it refers to. References out of the schema are never followed,
 * and recursion has no end to inline: both are reasons to refuse.
 */
export function inlineRefs(root: JsonSchema): Inlined {
  const large = tooLarge(root)
  if (large !== undefined) return { ok: false, reason: large }
  const work: Work = { root, left: MOST_SCHEMAS, reason: undefined }
  const schema = inline(root, [], work)
  return work.reason === undefined ? { ok: true, schema } : { ok: false, reason: work.reason }
}

/** Why a schema costs more to work on than any tool's may; recursion alone is no reason. */
export function excessOf(root: JsonSchema): string | undefined {
  const large = tooLarge(root)
  if (large !== undefined) return large
  const work: Work = { root, left: MOST_SCHEMAS, reason: undefined }
  inline(root, [], work)
  return work.left < 0 ? work.reason : undefined
}

/** The schema without references, but one that has to be refused stays as it is. */
export function inlinedIfPossible(schema: JsonSchema): JsonSchema {
  const inlined = inlineRefs(schema)
  return inlined.ok ? inlined.schema : schema
}

function inline(schema: JsonSchema, open: readonly string[], work: Work): JsonSchema {
  work.left -= 1
  if (work.left < 0)
    work.reason ??= `holds more than ${MOST_SCHEMAS} schemas with its references inlined`
  if (work.reason !== undefined) return {}
  const { $ref: ref, $defs: _defs, definitions: _definitions, ...rest } = schema
  const own = mapSubschemas(rest, (each) => (isRecord(each) ? inline(each, open, work) : each))
  return typeof ref === 'string' ? join(own, target(ref, open, work)) : own
}

function target(ref: string, open: readonly string[], work: Work): JsonSchema {
  const found = pointed(work.root, ref)
  if (open.includes(ref)) work.reason = `refers to itself by ${ref}`
  else if (!found) work.reason = `refers to ${ref}, which is not in the schema`
  return found && work.reason === undefined ? inline(found, [...open, ref], work) : {}
}

/** A description beside a reference speaks of this use of it, so it wins. */
function join(own: JsonSchema, referred: JsonSchema): JsonSchema {
  const asserts = Object.keys(own).some((keyword) => !SAYING.has(keyword))
  if (!asserts) return { ...referred, ...own }
  const all = Array.isArray(own['allOf']) ? own['allOf'] : []
  return { ...own, allOf: [...all, referred] }
}

function pointed(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  const steps = ref.split('/').slice(1).map(unescaped)
  const found = steps.reduce<unknown>(
    (at, step) =>
      Array.isArray(at)
        ? at[Number(step)]
        : isRecord(at) && Object.hasOwn(at, step)
          ? at[step]
          : undefined,
    root,
  )
  return isRecord(found) ? found : undefined
}

function unescaped(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
