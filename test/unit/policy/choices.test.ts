import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { toolWith, validated } from '../schema/validated.ts'

const made = async (field: z.ZodType, value: unknown): Promise<unknown> => {
  const result = validated(await toolWith(z.strictObject({ x: field })), { x: value })
  return 'input' in result ? Object(result.input).x : result.refused
}

const payment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('card'), count: z.int().max(9) }),
  z.strictObject({ kind: z.literal('cash'), amount: z.number().optional() }),
])

describe('where a field takes several things, what came is read as', () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['what it already is', z.union([z.string(), z.int()]), '3', '3'],
    ['what it already is, in any order', z.union([z.int(), z.string()]), '3', '3'],
    ['a number where no text is right', z.union([z.string().min(2), z.int()]), '3', 3],
    [
      'a number where only the tool knows that no text is',
      z.union([z.string().refine((t) => t === 'any'), z.int()]),
      '3',
      3,
    ],
    ['a truth', z.union([z.boolean(), z.int()]), 'True', true],
    ['null', z.int().nullable(), 'null', null],
    ['a number that may be null', z.int().nullable(), '7', 7],
    ['a listed number', z.literal([1, 'auto']), '1', 1],
    ['an address, not any text', z.union([z.url(), z.boolean()]), 'false', false],
    [
      'the object that its field names',
      payment,
      { kind: 'card', count: '3', amount: null },
      { kind: 'card', count: 3 },
    ],
    ['an object in text', payment, '{"kind":"cash","amount":"2.5"}', { kind: 'cash', amount: 2.5 }],
    ['a row', z.tuple([z.string(), z.int()]), ['5', '5'], ['5', 5]],
    ['items', z.array(z.int()), ['1', 2], [1, 2]],
    ['values of a record', z.record(z.string(), z.int()), { a: '1' }, { a: 1 }],
  ])('%s', async (_what, field, came, read) => {
    expect(await made(field, came)).toEqual(read)
  })

  it('null, for the fields of the choice that was made, and no others', async () => {
    const inner = z.discriminatedUnion('brand', [
      z.strictObject({
        form: z.literal('card'),
        brand: z.literal('red'),
        size: z.int(),
        note: z.string().nullish(),
      }),
      z.strictObject({ form: z.literal('card'), brand: z.literal('blue') }),
    ])
    const cash = z.strictObject({ form: z.literal('cash') })
    const nested = z.discriminatedUnion('form', [inner, cash])
    const card = { form: 'card', brand: 'red', size: 3, note: null }
    expect(await made(nested, { ...card, size: '3' })).toEqual(card)
    expect(await made(nested, { form: 'cash', brand: null, note: null })).toEqual({ form: 'cash' })
  })

  it('null, where nothing came and null is an answer', async () => {
    expect(await made(z.string().nullable(), undefined)).toBeNull()
  })

  it('null, kept where it may mean something else than nothing', async () => {
    expect(await made(z.string().nullish(), null)).toBeNull()
    expect(await made(z.string().optional(), null)).toBeUndefined()
  })
})

describe('where a field takes several things, a refusal says which', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.literal([1, 'auto', 'auto', true]), 'x', 'x was "x"; it must be 1 or auto or true.'],
    [z.enum(['', 'bar']), 'x', 'x was "x"; it must be "" or bar.'],
    [
      z.union([z.literal([2, 'b']), z.int()]),
      'x',
      'x was "x"; it must be 2 or b or a whole number.',
    ],
    [
      z.array(z.int()).min(2).max(3),
      [1],
      'x was [1]; it must be a list with at least 2 and at most 3 in it.',
    ],
    [z.array(z.int()).max(3), 'x', 'x was "x"; it must be a list with at most 3 in it.'],
    [
      z.string().startsWith('R').or(z.int()),
      true,
      'x was true; it must be text or a whole number.',
    ],
    [z.int().min(1).and(z.int().max(9)), 'x', 'x was "x"; it must be a whole number from 1 to 9.'],
    [
      z.object({ a: z.int() }).and(z.object({ b: z.enum(['c']) })),
      { a: 1 },
      'x.b is missing; it must be c.',
    ],
    [
      z.union([z.boolean(), z.int().min(1)]),
      'x',
      'x was "x"; it must be true or false or a whole number, 1 or more.',
    ],
    [
      z.union([z.string().min(5), z.literal(7)]),
      'abc',
      'x was "abc"; it must be text of at least 5 characters or 7.',
    ],
    [
      payment,
      { kind: 'card', count: '30' },
      'x.count was 30; it must be a whole number, 9 or less.',
    ],
    [payment, { kind: 'cheque' }, 'x.kind was "cheque"; it must be card or cash.'],
    [payment, { kind: 'cash', amuont: 3 }, 'There is no field x.amuont. Did you mean amount?'],
    [z.number().gt(0).lt(1), 1, 'x was 1; it must be a number greater than 0 and less than 1.'],
    [z.int().refine((n) => n % 2 === 0, 'must be even'), 3, 'x was 3; it must be even.'],
    [z.tuple([z.string(), z.boolean()]), ['a', 'b'], 'x.1 was "b"; it must be true or false.'],
    [
      z.object({ n: z.int() }).nullable(),
      { n: 'many' },
      'x.n was "many"; it must be a whole number.',
    ],
  ])('%#', async (field, came, sentence) => {
    expect(await made(field, came)).toBe(sentence)
  })
})

it('the parts of a raw JSON Schema are read and spoken of as one', async () => {
  const field = (name: string, schema: object) => ({ properties: { [name]: schema } })
  const parts = {
    type: 'object',
    allOf: [field('a', { type: 'integer' }), field('b', { enum: ['c'] })],
  }
  const either = {
    anyOf: [parts, { type: 'object', ...field('d', {}), additionalProperties: false }],
  }
  const tool = await toolWith({ type: 'object', properties: { x: parts, y: either } })
  expect(validated(tool, { x: { a: '3', b: 'C' } })).toEqual({ input: { x: { a: 3, b: 'c' } } })
  expect(validated(tool, { y: { d: 1, a: null, b: null } })).toEqual({ input: { y: { d: 1 } } })
  expect(validated(tool, { x: { b: 'x' } })).toEqual({ refused: 'x.b was "x"; it must be c.' })
})
