import { isDeepStrictEqual } from 'node:util'

import type { JsonSchema } from '../kernel/input.ts'
import { isRecord } from '../kernel/json.ts'
import { sayPattern, sentence, withSentences } from './words.ts'

/** Keywords that say something and assert nothing: the outer schema's stays. */
const SAYING = new Set(
  'title default examples deprecated readOnly writeOnly $comment $id $schema $anchor'.split(' '),
)

type Join = (a: unknown, b: unknown) => unknown

const JOINS: ReadonlyMap<string, Join> = new Map<string, Join>([
  ['type', joinTypes],
  ['required', (a, b) => [...new Set([...listOf(a), ...listOf(b)])]],
  ['properties', joinProperties],
  ['items', (a, b) => ({ allOf: [a, b] })],
  [
    'enum',
    (a, b) => listOf(a).filter((value) => listOf(b).some((each) => isDeepStrictEqual(each, value))),
  ],
  ['description', (a, b) => withSentences({ description: a }, [String(b)])['description']],
  // To allow no other fields is said of each part's own fields; together they have more.
  ['additionalProperties', () => undefined],
  ['unevaluatedProperties', () => undefined],
  ...['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'].map(
    (keyword) => [keyword, (a, b) => Math.max(Number(a), Number(b))] satisfies [string, Join],
  ),
  ...['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'].map(
    (keyword) => [keyword, (a, b) => Math.min(Number(a), Number(b))] satisfies [string, Join],
  ),
])

/** One schema that asks for what both ask for, or why there is none. */
export function conjoin(a: JsonSchema, b: JsonSchema): JsonSchema | string {
  let made = a
  for (const [keyword, value] of Object.entries(b)) {
    const next = withKeyword(made, keyword, value)
    if (typeof next === 'string') return next
    made = next
  }
  return made
}

function withKeyword(schema: JsonSchema, keyword: string, value: unknown): JsonSchema | string {
  const { [keyword]: own, ...rest } = schema
  if (own === undefined) return { ...schema, [keyword]: value }
  if (SAYING.has(keyword) || isDeepStrictEqual(own, value)) return schema
  if (keyword === 'pattern')
    return withSentences(schema, [sentence(`Must also be ${sayPattern(String(value))}`)])
  if (keyword === 'multipleOf')
    return withSentences(schema, [`Must also be a multiple of ${String(value)}.`])
  const join = JOINS.get(keyword)
  if (!join) return `combines two rules for ${keyword}`
  const joined = join(own, value)
  return joined === undefined ? rest : { ...rest, [keyword]: joined }
}

function joinTypes(a: unknown, b: unknown): unknown {
  const [first, second] = [listOf(a), listOf(b)]
  const both = [
    ...first.filter(
      (type) => second.includes(type) || (type === 'integer' && second.includes('number')),
    ),
    ...second.filter((type) => type === 'integer' && first.includes('number')),
  ]
  return both.length === 1 ? both[0] : both
}

function joinProperties(a: unknown, b: unknown): unknown {
  if (!isRecord(a) || !isRecord(b)) return a
  const shared = Object.keys(b).filter((name) => Object.hasOwn(a, name))
  const joined = shared.map((name) => {
    const same = isDeepStrictEqual(a[name], b[name])
    return [name, same ? a[name] : { allOf: [a[name], b[name]] }] as const
  })
  return { ...a, ...b, ...Object.fromEntries(joined) }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
