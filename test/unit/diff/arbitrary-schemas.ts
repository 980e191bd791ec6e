import * as fc from 'fast-check'

import { inputOf } from './catalogues.ts'

/** Few and small words, so that schemas and values meet often. */
const WORDS = ['a', 'b', 'ab', 'aab', '']

const size = fc.nat({ max: 3 })
const bound = fc.integer({ min: -2, max: 2 })

const text = fc
  .record(
    {
      minLength: size,
      maxLength: size,
      pattern: fc.constantFrom('^a', 'b$'),
      enum: fc.subarray(WORDS, { minLength: 1 }),
      description: fc.constantFrom('One.', 'Two.'),
      default: fc.constantFrom('a', 'b'),
    },
    { requiredKeys: [] },
  )
  .map((rules) => ({ type: 'string', ...rules }))

const amount = fc
  .record(
    { minimum: bound, maximum: bound, exclusiveMinimum: bound, exclusiveMaximum: bound },
    { requiredKeys: [] },
  )
  .chain((rules) => fc.constantFrom('integer', 'number').map((type) => ({ type, ...rules })))

const scalar = fc.oneof(text, amount, fc.constant({ type: 'boolean' }), fc.constant({}))

const list = fc
  .record({ items: scalar, minItems: size, maxItems: size }, { requiredKeys: [] })
  .map((rules) => ({ type: 'array', ...rules }))

const choice = fc.array(scalar, { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf }))
const union = fc.uniqueArray(fc.constantFrom('string', 'integer', 'number', 'null'), {
  minLength: 1,
})

const field = fc.oneof(
  scalar,
  list,
  choice,
  union.map((type) => ({ type })),
)

const NAMES = ['x', 'y', 'z']

function objectOf(inner: fc.Arbitrary<object>, others: fc.Arbitrary<unknown>) {
  return fc
    .tuple(
      fc.dictionary(fc.constantFrom(...NAMES), inner, { maxKeys: 3, noNullPrototype: true }),
      fc.subarray(NAMES),
      others,
    )
    .map(([properties, required, others]) => {
      const known = required.filter((name) => name in properties)
      const { additionalProperties: _closed, ...open } = inputOf(properties, known)
      return others === undefined ? open : { ...open, additionalProperties: others }
    })
}

function inputsWith(others: fc.Arbitrary<unknown>) {
  return objectOf(fc.oneof({ weight: 4, arbitrary: field }, objectOf(field, others)), others)
}

/** Input schemas, at most two objects deep. */
export const inputSchemas = inputsWith(fc.oneof(fc.constantFrom(false, undefined), scalar))

/** Those that say of every field what it takes, also of fields that they do not name. */
const fullInputSchemas = inputsWith(fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, scalar))

/** Two of those, of which some fields are the same, so that not every change is a breaking one. */
export const schemaPairs = fc
  .tuple(fullInputSchemas, fullInputSchemas, fc.subarray(NAMES))
  .map(([before, other, kept]) => {
    const same = Object.entries(before.properties).filter(([name]) => kept.includes(name))
    const properties = { ...other.properties, ...Object.fromEntries(same) }
    return [before, { ...other, properties }] as const
  })

const plain = fc.constantFrom<unknown>(...WORDS, -2, -1, 0, 0.5, 1, 2, 3, true, null)
const value = fc.oneof(plain, fc.array(plain, { maxLength: 3 }))

function valuesOf(inner: fc.Arbitrary<unknown>) {
  return fc.dictionary(fc.constantFrom(...NAMES), inner, { maxKeys: 3, noNullPrototype: true })
}

/** Arguments of which many fit many of the schemas. */
export const argumentObjects = valuesOf(fc.oneof({ weight: 4, arbitrary: value }, valuesOf(value)))
