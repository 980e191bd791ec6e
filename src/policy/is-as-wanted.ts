import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf } from '../kernel/json.ts'
import { choicesOf, namesNull, typesOf } from '../kernel/schema-types.ts'

/** For each field, what `typeof` says of a value in which there is nothing to forgive. */
type Wanted = ReadonlyMap<string, string>

const wanted = new WeakMap<JsonSchema, Wanted>()

/**
 * Whether arguments came plainly as their schema wants them, so that forgiving would leave each as it is. Most do, and
 * looking is far cheaper than forgiving. False says nothing: lists, choices and the like are not looked at.
 */
export function isAsWanted(value: unknown, schema: JsonSchema): boolean {
  if (!isRecord(value)) return false
  const types = wanted.get(schema) ?? wantedBy(schema)
  for (const name in value) if (typeof value[name] !== types.get(name)) return false
  return types.size > 0
}

function wantedBy(schema: JsonSchema): Wanted {
  const fields = isPlainObject(schema) ? Object.entries(propertiesOf(schema)) : []
  const types = new Map(
    fields.flatMap(([name, field]) => {
      const type = plainTypeOf(field)
      return type === undefined ? [] : [[name, type] as const]
    }),
  )
  wanted.set(schema, types)
  return types
}

/** Where a required field takes null, one that was left out is brought back. Its schema may be that of all others. */
function isPlainObject(schema: JsonSchema): boolean {
  const properties = propertiesOf(schema)
  if (['anyOf', 'oneOf', 'allOf', 'const', 'enum'].some((word) => word in schema)) return false
  if (typesOf(schema).join() !== 'object') return false
  return requiredOf(schema).every((name) => {
    const field = Object.hasOwn(properties, name) ? properties[name] : undefined
    return field !== undefined && !namesNull(field)
  })
}

function plainTypeOf(field: JsonSchema): string | undefined {
  if (choicesOf(field) || ['anyOf', 'oneOf', 'allOf'].some((word) => word in field))
    return undefined
  const [type, ...more] = typesOf(field)
  if (more.length > 0) return undefined
  if (type === 'integer' || type === 'number') return 'number'
  return type === 'string' || type === 'boolean' ? type : undefined
}
