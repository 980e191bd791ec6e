import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf } from '../kernel/json.ts'
import { branchesOf } from '../kernel/schema-types.ts'

/** The schema of the value at `path`. Where branches of a choice differ in it, it is a choice again. */
export function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema {
  return path.reduce<JsonSchema>((at, step) => {
    const found = enter(at, step)
    return wholeOf(found.length > 1 ? { anyOf: found } : (found[0] ?? {}))
  }, wholeOf(schema))
}

/** What the parts of an `allOf` ask for, as one schema: enough to speak of it, and not to judge by. */
function wholeOf({ allOf, ...own }: JsonSchema): JsonSchema {
  if (!Array.isArray(allOf)) return own
  const parts = [...allOf.filter(isRecord).map(wholeOf), own]
  const properties = Object.assign({}, ...parts.map(propertiesOf))
  return Object.assign({}, ...parts, Object.keys(properties).length > 0 && { properties })
}

/** The names of the fields that an object of the schema may have, in any of its branches. */
export function fieldNames(schema: JsonSchema): readonly string[] {
  const whole = wholeOf(schema)
  const names = [...Object.keys(propertiesOf(whole)), ...branchesOf(whole).flatMap(fieldNames)]
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
