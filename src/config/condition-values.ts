import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { typesOf } from '../kernel/schema-types.ts'

/** A longer text is not searched: what searching costs grows with the product of two lengths. */
const MOST_TEXT = 10_000

const PLAIN: Readonly<Record<string, string>> = {
  integer: 'int',
  number: 'double',
  string: 'string',
  boolean: 'bool',
}

/** What `typeof` says of values of a CEL type that need no change. */
const JAVASCRIPT: Readonly<Record<string, string>> = {
  double: 'number',
  string: 'string',
  bool: 'boolean',
}

/** The CEL type of what a schema takes: `dyn`, which is checked when it is used, where there is no plain one. */
export function celTypeOf(schema: JsonSchema): string {
  const [type = '', ...others] = typesOf(schema)
  if (others.length > 0) return 'dyn'
  if (type !== 'array') return PLAIN[type] ?? 'dyn'
  const { items } = schema
  return `list<${isRecord(items) && !('prefixItems' in schema) ? celTypeOf(items) : 'dyn'}>`
}

/**
 * A value of JSON as CEL has it, where whole numbers are of another kind than others. Throws where it is not of its
 * type, because a comparison between kinds is false, and a rule that is false lets a call through.
 */
export function celValue(value: unknown, type: string): unknown {
  const items = /^list<(.+)>$/.exec(type)?.[1]
  if (items !== undefined && Array.isArray(value))
    return value.map((item: unknown) => celValue(item, items))
  if (type === 'dyn') return dynamic(value)
  if (type === 'int' && Number.isInteger(value)) return BigInt(Number(value))
  if (typeof value === JAVASCRIPT[type]) return typeof value === 'string' ? short(value) : value
  throw new TypeError(`a value is not of the type ${type}`)
}

function dynamic(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dynamic)
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (typeof value === 'string') return short(value)
  if (value === null || typeof value === 'boolean') return value
  // Text that came as an object of a class, such as a date, would compare unequal to everything.
  if (!isRecord(value) || !isPlain(value)) throw new TypeError('a value is not plain JSON')
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(fields.map(([name, each]) => [name, dynamic(each)]))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function short(text: string): string {
  if (text.length <= MOST_TEXT) return text
  throw new RangeError(`a text is longer than ${MOST_TEXT} characters`)
}
