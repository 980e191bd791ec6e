import fc from 'fast-check'
import { expect, it } from 'vitest'

import type { JsonSchema } from '../../../src/kernel/input.ts'
import { choose } from '../../../src/policy/choose.ts'
import { coerce } from '../../../src/policy/coerce.ts'
import { isAsWanted } from '../../../src/policy/is-as-wanted.ts'

const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b') },
  fc.constantFrom('lk_agents_x', '__proto__', 'constructor', 'type'),
)

const plain: fc.Arbitrary<JsonSchema> = fc.record({
  type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object'),
})

const field: fc.Arbitrary<JsonSchema> = fc.oneof(
  { weight: 2, arbitrary: plain },
  plain.map((schema) => ({ ...schema, nullable: true })),
  plain.map((schema) => ({ ...schema, default: 3 })),
  {
    weight: 2,
    arbitrary: fc.constantFrom<JsonSchema>(
      {},
      { type: ['string', 'null'] },
      { enum: ['Dinner', 'lunch'] },
      { type: 'string', enum: ['Dinner'] },
      { const: 1 },
      { anyOf: [{ type: 'string' }, { type: 'number' }] },
      { oneOf: [{ type: 'boolean' }, { type: 'string' }] },
      { allOf: [{ type: 'number' }] },
      { type: 'string', allOf: [{ enum: ['A'] }] },
      { type: 'array', items: { type: 'string' } },
      { type: 'object', properties: { inner: { type: 'integer' } } },
    ),
  },
)

const schema: fc.Arbitrary<JsonSchema> = fc
  .record({
    properties: fc.dictionary(name, field, { maxKeys: 4 }),
    required: fc.uniqueArray(name, { maxLength: 3 }),
    more: fc.constantFrom<JsonSchema>(
      {},
      { additionalProperties: false },
      { additionalProperties: { type: 'integer' } },
      { additionalProperties: { type: ['integer', 'null'] } },
      { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      {
        anyOf: [
          { properties: { a: { type: 'integer' } } },
          { properties: { b: { type: 'null' } } },
        ],
      },
      { allOf: [{ properties: { a: { type: 'integer' } } }] },
      { nullable: true },
      { type: ['object', 'null'] },
    ),
  })
  .map(({ more, ...own }) => ({ type: 'object', ...own, ...more }))

const value = fc.oneof(
  fc.string({ maxLength: 3 }),
  { weight: 4, arbitrary: fc.constantFrom('3', 'true', 'null', '[]', '{}', 'dinner', 'a') },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([1]),
  fc.constant({ inner: '1' }),
)

const TEXT = { type: 'object', properties: { a: { type: 'string' } } }
const NUMBER = [{ properties: { a: { type: 'integer' } }, required: ['a'] }]
const CASES: [JsonSchema, Record<string, string>][] = ['allOf', 'anyOf', 'oneOf'].map((word) => [
  { ...TEXT, [word]: NUMBER },
  { a: '3' },
])

it('what is taken as it came is what forgiving would have made of it', () => {
  let taken = 0
  fc.assert(
    fc.property(schema, fc.dictionary(name, value, { maxKeys: 2 }), (wanted, raw) => {
      if (!isAsWanted(raw, wanted)) return
      taken += 1
      // A field more, which no schema here knows how to forgive, sends the same arguments the long way.
      const long = coerce({ ...raw, lk_agents_long: 1 }, structuredClone(wanted), choose)
      expect(long).toEqual(raw)
    }),
    { numRuns: 6_000, examples: CASES },
  )
  expect(taken).toBeGreaterThan(50)
})

it('what is plainly right is taken as it came, and that very object', () => {
  const wanted = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } }
  const raw = { a: 'x', b: 1 }
  expect(isAsWanted(raw, wanted)).toBe(true)
  expect(coerce(raw, wanted, choose)).toBe(raw)
})
