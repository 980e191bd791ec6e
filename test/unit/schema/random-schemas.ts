import * as fc from 'fast-check'
import * as z from 'zod'

/** A zod schema with values that it accepts. */
export interface Case<S extends z.ZodType = z.ZodType> {
  readonly schema: S
  readonly values: fc.Arbitrary<unknown>
}

const NAMES = ['guests', 'date', 'note', 'kind', 'code', 'price'] as const
const WORDS = ['lunch', 'dinner', 'window', 'bar', '3', 'true', '']

const of = (schema: z.ZodType, ...values: readonly unknown[]): Case => ({
  schema,
  values: fc.constantFrom(...values),
})

const formats = fc.constantFrom(
  of(z.email(), 'ada@example.com', 'x@y.co'),
  of(z.uuid(), '123e4567-e89b-12d3-a456-426614174000'),
  of(z.url(), 'https://example.com/a?b=c'),
  of(z.e164(), '+14155550132'),
  of(z.ipv4(), '10.0.0.1'),
  of(z.base64(), 'aGVsbG8='),
  of(z.iso.date(), '2026-03-15', '2024-02-29'),
  of(z.iso.time(), '19:30', '19:30:15'),
  of(z.iso.datetime(), '2026-03-15T19:30:00Z'),
  of(z.iso.duration(), 'PT30M'),
  of(z.string().regex(/^R-\d{4}$/), 'R-1842'),
  of(z.string().regex(/^[a-z]+$/i), 'ABC'),
  of(z.string().startsWith('R').endsWith('2').includes('-'), 'R-1842'),
  of(z.string().trim().toLowerCase(), ' Ada '),
  of(z.ipv6(), '2001:db8::1'),
  of(z.ulid(), '01ARZ3NDEKTSV4RRFFQ69G5FAV'),
  of(z.nanoid(), 'V1StGXR8_Z5jdHi6B-myT'),
  of(z.hex(), 'c0ffee', '10'),
  of(z.templateLiteral(['R-', z.int()]), 'R-12'),
  of(z.iso.datetime({ offset: true, local: true }), '2026-03-15T19:30:00+02:00'),
  of(z.email().max(40), 'ada@example.com'),
  of(z.string().transform(Number), '3', 'x'),
  of(z.stringbool(), 'yes', 'false', 'on'),
  of(z.coerce.number(), 4),
  of(z.string().catch('x'), 'a'),
)

const texts = fc
  .record({ least: fc.nat(5), room: fc.nat(10), bounded: fc.boolean() })
  .map(({ least, room, bounded }): Case => ({
    schema: bounded
      ? z
          .string()
          .min(least)
          .max(least + room)
      : z.string(),
    values: fc.string({ minLength: least, maxLength: least + room, unit: 'grapheme-ascii' }),
  }))

const choices = fc
  .uniqueArray(fc.constantFrom(...WORDS), { minLength: 1 })
  .map((words) => of(z.enum(words), ...words))

const numericEnums = fc.constantFrom(
  of(z.enum({ low: 1, high: 2 }), 1, 2),
  of(z.enum({ some: 'some', two: 2 }), 'some', 2),
)

const literals = fc
  .uniqueArray(
    fc.constantFrom<z.core.util.Literal>('auto', '2', 2, 0.5, -1, true, false, 'true', 'null'),
    {
      minLength: 1,
    },
  )
  .map((values) => of(z.literal(values), ...values))

const wholeNumbers = fc
  .record({
    low: fc.integer({ min: -50, max: 50 }),
    room: fc.integer({ min: 2, max: 100 }),
    bounds: fc.constantFrom('none', 'closed', 'open', 'positive', 'fives'),
  })
  .map(({ low, room, bounds }): Case => {
    const inside = fc.integer({ min: low + 1, max: low + room - 1 })
    if (bounds === 'closed')
      return {
        schema: z
          .int()
          .min(low)
          .max(low + room),
        values: fc.integer({ min: low, max: low + room }),
      }
    if (bounds === 'open')
      return {
        schema: z
          .int()
          .gt(low)
          .lt(low + room),
        values: inside,
      }
    if (bounds === 'positive') return { schema: z.int().positive(), values: fc.integer({ min: 1 }) }
    if (bounds === 'fives')
      return { schema: z.int().multipleOf(5), values: inside.map((n) => n * 5) }
    return { schema: z.int(), values: fc.integer() }
  })

const numbers = fc.constantFrom<Case>(
  { schema: z.number(), values: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  {
    schema: z.number().min(-1.5).max(2.5),
    values: fc.double({ min: -1.5, max: 2.5, noNaN: true }),
  },
  {
    schema: z.number().gt(0).lt(1),
    values: fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }),
  },
  { schema: z.number().multipleOf(0.5), values: fc.integer().map((n) => n / 2) },
  { schema: z.float32(), values: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  { schema: z.int32(), values: fc.integer() },
)

const booleans = fc.constant<Case>({ schema: z.boolean(), values: fc.boolean() })

const scalars = fc.oneof(
  texts,
  formats,
  choices,
  numericEnums,
  literals,
  wholeNumbers,
  numbers,
  booleans,
)

const unions = fc.array(scalars, { minLength: 2, maxLength: 4 }).map((cases): Case => {
  const [first, second, ...more] = cases
  if (!first || !second) return cases[0] ?? of(z.boolean(), true)
  const schemas = [first.schema, second.schema, ...more.map(({ schema }) => schema)] as const
  return { schema: z.union(schemas), values: fc.oneof(...cases.map(({ values }) => values)) }
})

/** A value has to meet both. */
const intersections = fc.constantFrom<Case>(
  {
    schema: z.intersection(z.int().min(1), z.int().max(9)),
    values: fc.integer({ min: 1, max: 9 }),
  },
  { schema: z.string().min(2).and(z.string().max(4)), values: fc.constantFrom('ab', 'abcd') },
  of(z.enum(['a', 'b']).and(z.enum(['b', 'c'])), 'b'),
  of(z.union([z.literal('a'), z.int()]).and(z.union([z.int(), z.boolean()])), 4),
)

const nullables = fc.oneof(scalars, unions, intersections).map(({ schema, values }): Case => ({
  schema: schema.nullable(),
  values: fc.oneof({ weight: 3, arbitrary: values }, fc.constant(null)),
}))

const NOTHING = Symbol('nothing')

/** A field may be left out, be null, or have a default, and be described or not. */
const fieldOf = (inner: fc.Arbitrary<Case>) =>
  fc
    .record({
      inner,
      how: fc.constantFrom('required', 'optional', 'nullable', 'nullish', 'default', 'readonly'),
      described: fc.boolean(),
    })
    .chain(({ inner, how, described }) =>
      inner.values.map((fallback): Case => {
        const schema = described ? inner.schema.describe('What the caller said') : inner.schema
        const orNothing = fc.oneof({ weight: 3, arbitrary: inner.values }, fc.constant(NOTHING))
        const orNull = fc.oneof({ weight: 3, arbitrary: inner.values }, fc.constant(null))
        if (how === 'optional') return { schema: schema.optional(), values: orNothing }
        if (how === 'nullable') return { schema: schema.nullable(), values: orNull }
        if (how === 'nullish')
          return { schema: schema.nullish(), values: fc.oneof(orNull, orNothing) }
        if (how === 'default') return { schema: schema.default(() => fallback), values: orNothing }
        return { schema: how === 'readonly' ? schema.readonly() : schema, values: inner.values }
      }),
    )

const objectOf = (inner: fc.Arbitrary<Case>): fc.Arbitrary<Case<z.ZodObject>> =>
  fc
    .record({
      fields: fc.dictionary(fc.constantFrom(...NAMES), fieldOf(inner), {
        minKeys: 1,
        maxKeys: 4,
        noNullPrototype: true,
      }),
      how: fc.constantFrom('strict', 'plain', 'loose'),
    })
    .map(({ fields, how }) => {
      const shape = Object.fromEntries(
        Object.entries(fields).map(([name, { schema }]) => [name, schema]),
      )
      const make = { strict: z.strictObject, plain: z.object, loose: z.looseObject }[
        how as 'strict'
      ]
      return { schema: make(shape), values: recordOf(fields) }
    })

const recordOf = (fields: Readonly<Record<string, Case>>): fc.Arbitrary<unknown> =>
  fc
    .record(
      Object.fromEntries(Object.entries(fields).map(([name, { values }]) => [name, values])),
      { noNullPrototype: true },
    )
    .map((made) =>
      Object.fromEntries(Object.entries(made).filter(([, value]) => value !== NOTHING)),
    )

const listOf = (inner: fc.Arbitrary<Case>) =>
  fc
    .record({ inner, least: fc.nat(2), isSet: fc.boolean() })
    .map(({ inner, least, isSet }): Case => ({
      schema: isSet
        ? z
            .array(inner.schema)
            .min(least)
            .max(least + 2)
        : z.array(inner.schema),
      values: fc.array(inner.values, { minLength: least, maxLength: least + 2 }),
    }))

const tuples = fc
  .record({
    places: fc.array(scalars, { minLength: 1, maxLength: 3 }),
    rest: fc.option(scalars),
  })
  .map(({ places, rest }): Case => {
    const [first, ...more] = places
    if (!first) return of(z.boolean(), true)
    const row = [first.schema, ...more.map(({ schema }) => schema)] as [z.ZodType, ...z.ZodType[]]
    const values = fc.tuple(...places.map(({ values }) => values))
    if (!rest) return { schema: z.tuple(row), values }
    const more_ = fc.array(rest.values, { maxLength: 2 })
    return {
      schema: z.tuple(row, rest.schema),
      values: fc.tuple(values, more_).map(([a, b]) => [...a, ...b]),
    }
  })

const listedRecords = fc
  .record({ inner: scalars, isPartial: fc.boolean() })
  .map(({ inner, isPartial }): Case => {
    const keys = z.enum(['lunch', 'dinner'])
    const { values } = inner
    return isPartial
      ? {
          schema: z.partialRecord(keys, inner.schema),
          values: fc.record(
            { lunch: values, dinner: values },
            { requiredKeys: [], noNullPrototype: true },
          ),
        }
      : {
          schema: z.record(keys, inner.schema),
          values: fc.record({ lunch: values, dinner: values }, { noNullPrototype: true }),
        }
  })

/** Objects that the field `form` tells apart, as a discriminated or a plain union; they may share fields. */
const toldApart = fc
  .record({
    a: objectOf(scalars),
    b: objectOf(scalars),
    asWords: fc.boolean(),
    plain: fc.boolean(),
  })
  .map(({ a, b, asWords, plain }): Case => {
    const [first, second] = asWords ? (['card', 'cash'] as const) : ([1, 2] as const)
    const one = a.schema.extend({ form: z.literal(first) })
    const other = b.schema.extend({ form: z.literal(second) })
    const values = fc.oneof(
      a.values.map((value) => ({ ...Object(value), form: first })),
      b.values.map((value) => ({ ...Object(value), form: second })),
    )
    return {
      schema: plain ? z.union([one, other]) : z.discriminatedUnion('form', [one, other]),
      values,
    }
  })

let named = 0

/** A schema with an id is written once, and referred to. */
const referred = objectOf(scalars).map(({ schema, values }): Case => {
  named += 1
  const known = schema.meta({ id: `known${named}` })
  const pair = z.object({ first: known, second: known.describe('The second') })
  return {
    schema: pair,
    values: fc.record({ first: values, second: values }, { noNullPrototype: true }),
  }
})

/** Two objects at once. Strict ones would each forbid the fields of the other. */
const bothObjects = fc
  .record({ a: fieldOf(scalars), b: fieldOf(scalars), c: fieldOf(nullables) })
  .map(({ a, b, c }): Case => ({
    schema: z.object({ first: a.schema, shared: c.schema }).and(z.object({ second: b.schema })),
    values: recordOf({ first: a, second: b, shared: c }),
  }))

/** A choice within a choice, and one that is told apart by several values. */
const toldApartTwice = fc
  .record({ a: fieldOf(scalars), b: fieldOf(scalars) })
  .map(({ a, b }): Case => {
    const cards = z.discriminatedUnion('brand', [
      z.object({ form: z.literal('card'), brand: z.literal('red'), number: a.schema }),
      z.object({ form: z.literal('card'), brand: z.enum(['blue', 'green']), number: b.schema }),
    ])
    return {
      schema: z.discriminatedUnion('form', [
        cards,
        z.strictObject({ form: z.enum(['cash', 'coins']), number: a.schema }),
      ]),
      values: fc.oneof(
        recordOf({ form: of(z.any(), 'card'), brand: of(z.any(), 'red'), number: a }),
        recordOf({ form: of(z.any(), 'card'), brand: of(z.any(), 'blue', 'green'), number: b }),
        recordOf({ form: of(z.any(), 'cash', 'coins'), number: a }),
      ),
    }
  })

const flat = fc.oneof(
  intersections,
  bothObjects,
  toldApartTwice,
  { weight: 6, arbitrary: scalars },
  { weight: 3, arbitrary: unions },
  tuples,
  listedRecords,
  { weight: 2, arbitrary: toldApart },
  referred,
)
const nested = fc.oneof(
  { weight: 4, arbitrary: flat },
  listOf(flat),
  listOf(listOf(scalars)),
  objectOf(flat) as fc.Arbitrary<Case>,
  listOf(objectOf(scalars) as fc.Arbitrary<Case>),
)

/** Inputs of tools that can be said to every model. */
export const portableInputs = objectOf(nested)

const recursive = z.object({
  name: z.string(),
  get inner() {
    return z.array(recursive)
  },
})

/** What cannot be said to every model, by what it is. */
export const UNPORTABLE: Readonly<Record<string, z.ZodType>> = {
  anything: z.unknown(),
  'nothing but null': z.null(),
  'a record': z.record(z.string(), z.int()),
  'an object with further fields': z.object({ a: z.int() }).catchall(z.int()),
  'an object without fields': z.object({}),
  'a list of anything': z.array(z.any()),
  'a list or a text': z.union([z.string(), z.array(z.string())]),
  'an object or a text': z.union([z.string(), z.object({ a: z.int() })]),
  'objects that nothing tells apart': z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]),
  'a row of lists and texts': z.tuple([z.string(), z.array(z.string())]),
  'a row with a place for null': z.tuple([z.string(), z.int().nullable()]),
  'a field name with a hyphen': z.object({ 'first-name': z.string() }),
  'nothing at all': z.never(),
  'what holds itself': recursive,
}

/** Inputs with one field that cannot, and the kind of it. */
export const unportableInputs = fc
  .record({
    around: portableInputs,
    kind: fc.constantFrom(...Object.keys(UNPORTABLE)),
    depth: fc.nat(2),
  })
  .map(({ around, kind, depth }) => {
    const bad = UNPORTABLE[kind] ?? z.unknown()
    const field =
      depth === 0 ? bad : depth === 1 ? z.array(bad) : z.object({ deep: bad.optional() })
    return { schema: around.schema.extend({ bad: field }), kind }
  })
