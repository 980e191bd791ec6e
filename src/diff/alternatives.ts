import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { isWord } from './compare-keywords.ts'

export type Alternatives = readonly JsonSchema[]

/**
 * The schemas of which a value has to fit one, each with the rules that stand beside them and without its words. A
 * schema that offers no choice is its own only alternative: so a text that may also be null now has one more.
 */
export function alternativesOf(schema: JsonSchema): Alternatives {
  const { anyOf, oneOf, ...beside } = schema
  const offered = anyOf ?? oneOf
  const all = Array.isArray(offered) ? offered.filter(isRecord) : [{}]
  return all.map((each) => rulesOf({ ...beside, ...each }))
}

function rulesOf(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !isWord(keyword)))
}
