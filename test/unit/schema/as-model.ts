import type { JsonSchema } from '../../../src/kernel/input.ts'
import { isRecord, propertiesOf } from '../../../src/kernel/json.ts'

/**
 * A value of the original schema as a model writes it that has only read the portable one: text where that says text,
 * and nothing for null.
 */
export function asModel(value: unknown, schema: JsonSchema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema
    return value.map((item: unknown) => (isRecord(items) ? asModel(item, items) : item))
  }
  if (!isRecord(value)) return schema['type'] === 'string' ? String(value) : value
  return fieldsOf(value, schema, asModel)
}

/** The same, with every slip of form that models make. */
export function asSloppyModel(value: unknown, schema: JsonSchema): unknown {
  const { type, items } = schema
  if (Array.isArray(value))
    return JSON.stringify(
      value.map((item: unknown) => (isRecord(items) ? asModel(item, items) : item)),
    )
  if (isRecord(value)) {
    const nulls = Object.keys(propertiesOf(schema)).map((name) => [name, null] as const)
    return {
      ...Object.fromEntries(nulls),
      ...fieldsOf(value, schema, asSloppyModel),
      lk_agents_note: 1,
    }
  }
  if (type === 'boolean') return value === true ? ' True' : 'false'
  return type === 'string' ? String(value) : ` ${String(value)}`
}

function fieldsOf(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
  write: (value: unknown, schema: JsonSchema) => unknown,
): Readonly<Record<string, unknown>> {
  const fields = propertiesOf(schema)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([name, each]) => [name, write(each, fields[name] ?? {})]),
  )
}
