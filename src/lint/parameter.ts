import type { JsonSchema } from '../kernel/input.ts'
import { isRecord, propertiesOf, requiredOf } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'

/** One field of a tool's input, at whatever depth. What is either this or that comes once for each. */
export interface Parameter {
  /** Where it is: `date`, `address.city`, `tags[]` for each of some tags. */
  readonly path: string
  /** Its last name, for `tags[]` too. */
  readonly name: string
  readonly schema: JsonSchema
  readonly isRequired: boolean
  /** Whether it is one of a list's items; these share the list's description unless they have their own. */
  readonly isItem: boolean
  readonly description: string
}

export function parametersOf({
  inputSchema,
}: Pick<DeclaredTool, 'inputSchema'>): readonly Parameter[] {
  return fieldsOf(inputSchema, '')
}

function fieldsOf(schema: JsonSchema, prefix: string): readonly Parameter[] {
  const required = requiredOf(schema)
  return Object.entries(propertiesOf(schema)).flatMap(([name, field]) =>
    unfolded({
      path: `${prefix}${name}`,
      name,
      schema: field,
      isRequired: required.includes(name),
      isItem: false,
      description: textOf(field['description']) ?? '',
    }),
  )
}

function unfolded(parameter: Parameter): readonly Parameter[] {
  return variantsOf(parameter.schema).flatMap((schema) => {
    const one = { ...parameter, schema }
    return [one, ...fieldsOf(schema, `${one.path}.`), ...itemsOf(one)]
  })
}

function itemsOf(list: Parameter): readonly Parameter[] {
  const { items } = list.schema
  if (!isRecord(items)) return []
  return unfolded({
    ...list,
    path: `${list.path}[]`,
    schema: items,
    isItem: true,
    description: [list.description, textOf(items['description'])].filter(Boolean).join(' '),
  })
}

/** The alternatives of a union, each with what stands beside the union; else the one schema. */
function variantsOf(schema: JsonSchema): readonly JsonSchema[] {
  const { anyOf, oneOf, allOf, ...own } = schema
  const beside: JsonSchema = Object.assign({}, ...recordsIn(allOf), own)
  const union = anyOf ?? oneOf
  if (!Array.isArray(union)) return [beside]
  return recordsIn(union).map((variant) => ({ ...beside, ...variant }))
}

function recordsIn(list: unknown): readonly JsonSchema[] {
  return Array.isArray(list) ? list.filter(isRecord) : []
}

export function hasType({ schema }: Parameter, ...types: readonly string[]): boolean {
  const own: readonly unknown[] = Array.isArray(schema['type']) ? schema['type'] : [schema['type']]
  return own.some((type) => types.some((wanted) => wanted === type))
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
