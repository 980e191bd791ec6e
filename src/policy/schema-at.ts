import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf } from '../kernel/json.ts'
import { branchesOf } from '../kernel/schema-types.ts'

/** The schema of the value at `path`. Where branches of a choice differ in it, it is a choice again. */
export function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema {
  return path.reduce<JsonSchema>((at, step) => {
    const found = enter(at, step)
    return found.length > 1 ? { anyOf: found } : (found[0] ?? {})
  }, schema)
}

/** The names of the fields that an object of the schema may have, in any of its branches. */
export function fieldNames(schema: JsonSchema): readonly string[] {
  const names = [schema, ...branchesOf(schema)].flatMap((each) => Object.keys(propertiesOf(each)))
  return [...new Set(names)]
}

function enter(schema: JsonSchema, step: string): readonly JsonSchema[] {
  const { items, prefixItems, additionalProperties: others } = schema
  const properties = propertiesOf(schema)
  const place: unknown = Array.isArray(prefixItems) ? prefixItems[Number(step)] : undefined
  const isPlace = /^\d+$/.test(step)
  const own = Object.hasOwn(properties, step) ? properties[step] : undefined
  const found = [own, isPlace ? (place ?? items) : undefined].find(isRecord)
  if (found) return [found]
  const branches = branchesOf(schema).flatMap((branch) => enter(branch, step))
  return branches.length === 0 && isRecord(others) ? [others] : branches
}
