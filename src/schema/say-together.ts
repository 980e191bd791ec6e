import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { allOf, withSentences } from './words.ts'

type Fields = Readonly<Record<string, JsonSchema>>

/**
 * The fields of an object, with the rules over several of them said at the first of them: what is said of the whole
 * would be lost where a provider takes no description of it.
 */
export function sayTogether(schema: JsonSchema, fields: Fields): Fields {
  const made: Record<string, JsonSchema> = { ...fields }
  for (const [name, rule] of rulesOf(schema, Object.keys(fields)[0] ?? '')) {
    const field = made[name]
    if (field) made[name] = withSentences(field, [rule])
  }
  return made
}

function rulesOf(schema: JsonSchema, first: string): readonly (readonly [string, string])[] {
  const { dependentRequired, minProperties: least, maxProperties: most } = schema
  const pairs = Object.entries(isRecord(dependentRequired) ? dependentRequired : {})
  return [
    ...pairs.map(([name, others]) => [name, sayNeeds(name, others)] as const),
    ...(typeof least === 'number'
      ? [[first, `Give at least ${least} of the fields.`] as const]
      : []),
    ...(typeof most === 'number' ? [[first, `Give at most ${most} of the fields.`] as const] : []),
  ]
}

function sayNeeds(name: string, others: unknown): string {
  return `If ${name} is given, give ${allOf(Array.isArray(others) ? others.map(String) : [])} too.`
}
