import * as z from 'zod'

type Schema = z.core.$ZodType

/** The keys that may stand at `path`; of a union, those of all its options. */
export function keysAt(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  const found = path.reduce<readonly Schema[]>(
    (branches, step) => branches.flatMap((branch) => enter(branch, step)).flatMap(branchesOf),
    branchesOf(schema),
  )
  return found.flatMap(keysOf)
}

function keysOf(schema: Schema): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  const named = schema instanceof z.ZodRecord ? schema.keyType : undefined
  return named instanceof z.ZodEnum ? named.options.map(String) : []
}

function enter(schema: Schema, step: PropertyKey): readonly Schema[] {
  if (schema instanceof z.ZodObject) {
    const field = new Map(Object.entries(schema.shape)).get(String(step))
    return field ? [field] : []
  }
  if (schema instanceof z.ZodRecord) return [schema.valueType]
  return schema instanceof z.ZodArray ? [schema.element] : []
}

/** The schema without its wrappers, or the options of a union without theirs. */
function branchesOf(schema: Schema): readonly Schema[] {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  )
    return branchesOf(schema.unwrap())
  if (schema instanceof z.ZodPipe) return branchesOf(schema.in)
  return schema instanceof z.ZodUnion ? schema.options.flatMap(branchesOf) : [schema]
}
