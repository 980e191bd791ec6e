import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { inputOf, type JsonSchema } from '../../../src/kernel/input.ts'
import { propertiesOf } from '../../../src/kernel/json.ts'
import { normalise } from '../../../src/schema/normalise.ts'

/** The schema that a model sees of one field, or why it sees none. */
function shown(field: z.ZodType | JsonSchema): unknown {
  const json = field instanceof z.ZodType ? inputOf(z.strictObject({ x: field })).json : raw(field)
  const normalised = normalise(json)
  if (!normalised.ok) return normalised.reasons
  return propertiesOf(normalised.schema)['x']
}

function raw(field: JsonSchema): JsonSchema {
  return { type: 'object', properties: { x: field }, required: ['x'] }
}

const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('card'), number: z.string(), note: z.string().optional() }),
  z.strictObject({ kind: z.literal('cash'), amount: z.number() }),
])

describe('what a model sees of a field', () => {
  it.each<[string, z.ZodType, JsonSchema]>([
    ['a whole number', z.int(), { type: 'integer' }],
    [
      'exclusive bounds of whole numbers',
      z.int().gt(0).lt(10),
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    [
      'exclusive bounds of numbers',
      z.number().positive().describe('Price in euros'),
      { type: 'number', description: 'Price in euros. Must be greater than 0.' },
    ],
    ['steps', z.int().multipleOf(5), { type: 'integer', description: 'Must be a multiple of 5.' }],
    ['a date', z.iso.date(), { type: 'string', description: 'A date as YYYY-MM-DD.' }],
    [
      'an address',
      z.email().describe('Where to write.'),
      { type: 'string', description: 'Where to write. An email address.' },
    ],
    ['a short pattern', z.string().regex(/^R-\d+$/), { type: 'string', pattern: '^R-\\d+$' }],
    [
      'a pattern with flags, which JSON Schema has not',
      z.string().regex(/^r-\d+$/i),
      { type: 'string' },
    ],
    [
      'a long pattern',
      z.string().regex(/^(aaaaaaaaaaaa|bbbbbbbbbbbbbb|cccccccccccccc|dddddddddddddd)$/),
      {
        type: 'string',
        description:
          'Must be text that matches the regular expression ^(aaaaaaaaaaaa|bbbbbbbbbbbbbb|cccccccccccccc|dddddddddddddd)$.',
      },
    ],
    [
      'two patterns',
      z.string().startsWith('R').endsWith('2'),
      {
        type: 'string',
        pattern: '^R.*',
        description: 'Must also be text that matches the regular expression .*2$.',
      },
    ],
    ['choices', z.enum(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
    [
      'choices of numbers',
      z.literal([1, 2, 3]),
      { type: 'integer', description: 'Must be 1, 2 or 3.' },
    ],
    ['one number', z.literal(0.5), { type: 'number', description: 'Must be 0.5.' }],
    ['one text', z.literal('a'), { type: 'string', enum: ['a'] }],
    ['one truth', z.literal(true), { type: 'boolean', description: 'Must be true.' }],
    ['choices of all kinds', z.literal(['auto', 3]), { type: 'string', enum: ['auto', '3'] }],
    [
      'a default',
      z.int().default(2).describe('Guests'),
      { type: 'integer', description: 'Guests. The default is 2.' },
    ],
    ['what may be null', z.string().nullish(), { type: 'string' }],
    [
      'a choice that may be null',
      z.enum(['a']).nullable().default(null),
      { type: 'string', enum: ['a'] },
    ],
    [
      'text or a number',
      z.union([z.string(), z.number()]),
      { type: 'string', description: 'Either text, or a number.' },
    ],
    [
      'described and bounded branches',
      z.union([z.string().min(2).describe('a name.'), z.int().min(1), z.null()]).optional(),
      {
        type: 'string',
        description:
          'Either text (at least 2 characters long): a name, or a whole number (at least 1).',
      },
    ],
    [
      'whole numbers or others',
      z.union([z.int().min(1), z.number().lt(0)]),
      {
        type: 'number',
        description: 'Either a whole number (at least 1), or a number (less than 0).',
      },
    ],
    [
      'described choices',
      z.union([z.literal('air').describe('Faster.'), z.literal('sea').describe('Cheaper')]),
      {
        type: 'string',
        enum: ['air', 'sea'],
        description: '"air" means: Faster. "sea" means: Cheaper.',
      },
    ],
    [
      'a list',
      z.array(z.string().nullable()).min(1).readonly(),
      { type: 'array', items: { type: 'string' }, minItems: 1 },
    ],
    [
      'a row',
      z.tuple([z.string(), z.int()]),
      {
        type: 'array',
        items: { type: 'string', description: 'Either text, or a whole number.' },
        minItems: 2,
        maxItems: 2,
        description: 'In this order: text; a whole number.',
      },
    ],
    [
      'a row of the same',
      z.tuple([z.number(), z.number()]),
      { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
    ],
    [
      'an object',
      z.looseObject({ a: z.int(), b: z.string().nullable(), c: z.int().optional() }),
      {
        type: 'object',
        properties: {
          a: { type: 'integer' },
          b: { type: 'string', description: 'Leave it out when there is none.' },
          c: { type: 'integer' },
        },
        required: ['a'],
      },
    ],
    [
      'a record of listed names',
      z.record(z.enum(['lunch', 'dinner']), z.int()),
      {
        type: 'object',
        properties: { lunch: { type: 'integer' }, dinner: { type: 'integer' } },
        required: ['lunch', 'dinner'],
      },
    ],
    [
      'objects told apart by a field',
      kinds,
      {
        type: 'object',
        properties: {
          kind: {
            type: 'string',
            enum: ['card', 'cash'],
            description: 'With "card", give number; note may be given. With "cash", give amount.',
          },
          number: { type: 'string' },
          note: { type: 'string' },
          amount: { type: 'number' },
        },
        required: ['kind'],
      },
    ],
    [
      'marks that no model needs',
      z.int().meta({ title: 'T', deprecated: true, examples: [1], 'x-y': 1 }),
      { type: 'integer' },
    ],
  ])('%s', (_what, field, schema) => {
    expect(shown(field)).toEqual(schema)
  })

  it.each<[string, JsonSchema, JsonSchema]>([
    [
      'OpenAPI’s nullable',
      { type: 'string', nullable: true },
      { type: 'string', description: 'Leave it out when there is none.' },
    ],
    [
      'a list without doubles',
      { type: 'array', items: { type: 'integer' }, uniqueItems: true },
      { type: 'array', items: { type: 'integer' }, description: 'No two items may be the same.' },
    ],
    [
      'schemas that all apply',
      { allOf: [{ type: 'number', minimum: 1 }, { type: 'integer', minimum: 3 }, { maximum: 9 }] },
      { type: 'integer', minimum: 3, maximum: 9 },
    ],
    [
      'a format nobody knows',
      { type: 'string', format: 'iban' },
      { type: 'string', description: 'In the format iban.' },
    ],
    [
      'keywords of another type',
      { type: 'integer', minLength: 3, properties: {} },
      { type: 'integer' },
    ],
    [
      'bounds between whole numbers',
      { type: 'integer', minimum: 0.5, exclusiveMaximum: 9.5 },
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    [
      'Base64',
      { type: 'string', contentEncoding: 'base64', $comment: 'x' },
      { type: 'string', description: 'Base64 text.' },
    ],
    [
      'choices, whose lengths say nothing more',
      { enum: ['a', 'b'], minLength: 1, pattern: '.' },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      'what its author has said already',
      { const: 3, description: 'Must be 3. Ask for it.' },
      { type: 'integer', description: 'Must be 3. Ask for it.' },
    ],
    [
      'rules over several fields',
      {
        type: 'object',
        properties: { a: { type: 'integer' }, b: { type: 'integer' } },
        minProperties: 1,
        dependentRequired: { b: ['a'] },
      },
      {
        type: 'object',
        properties: {
          a: { type: 'integer', description: 'Give at least 1 of the fields.' },
          b: { type: 'integer', description: 'If b is given, give a too.' },
        },
        required: [],
      },
    ],
    [
      'objects that differ in what they require',
      {
        type: 'object',
        properties: { phone: { type: 'string' }, email: { type: 'string' } },
        anyOf: [{ required: ['phone'] }, { required: ['email'] }],
      },
      {
        type: 'object',
        properties: {
          phone: { type: 'string', description: 'Give one of these: phone; email.' },
          email: { type: 'string' },
        },
        required: [],
      },
    ],
  ])('of a raw JSON Schema: %s', (_what, field, schema) => {
    expect(shown(field)).toEqual(schema)
  })

  it('is required only when nothing, too, is no answer', () => {
    const input = z.strictObject({ a: z.int(), b: z.int().nullable(), c: z.int().default(1) })
    expect(normalise(inputOf(input).json)).toMatchObject({ schema: { required: ['a'] } })
  })
})

describe('what a model sees of a whole input', () => {
  it('is type, properties and required, and nothing else', () => {
    const whole = {
      $schema: 'x',
      $id: 'y',
      title: 'T',
      description: 'D',
      additionalProperties: false,
      'x-z': 1,
    }
    const field = { x: { type: 'integer' } }
    expect(normalise({ ...whole, type: 'object', properties: field })).toEqual({
      ok: true,
      schema: { type: 'object', properties: field, required: [] },
    })
    expect(normalise({ type: 'object' })).toEqual({
      ok: true,
      schema: { type: 'object', properties: {}, required: [] },
    })
  })

  it('has no references, and each use keeps its own description', () => {
    const person = z.object({ name: z.string() }).meta({ id: 'Person', description: 'Somebody' })
    const json = inputOf(z.strictObject({ host: person, guest: person.describe('Who comes') })).json
    const name = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
    expect(normalise(json)).toMatchObject({
      schema: {
        properties: {
          host: { ...name, description: 'Somebody' },
          guest: { ...name, description: 'Who comes' },
        },
      },
    })
    const old = {
      type: 'object',
      properties: { x: { $ref: '#/definitions/a~1b', minimum: 3 } },
      definitions: { 'a/b': { type: 'integer', maximum: 5 } },
    }
    expect(normalise(old)).toMatchObject({
      schema: { properties: { x: { type: 'integer', minimum: 3, maximum: 5 } } },
    })
  })

  it('does not take data for schemas', () => {
    const x = { type: 'string', enum: ['a'], default: { $ref: 'https://example.com' } }
    expect(shown(x)).toMatchObject({ type: 'string', enum: ['a'] })
  })
})

describe('what cannot be said to every model is refused with the reason:', () => {
  it.each<[JsonSchema, string]>([
    [{}, '"x" does not say of which type it is'],
    [{ type: 'null' }, '"x" can only be null'],
    [{ not: {} }, '"x" uses not, which cannot be said to every model'],
    [
      { type: 'object', if: {}, else: {} },
      '"x" uses if, else, which cannot be said to every model',
    ],
    [{ type: 'array' }, '"x" does not say what its items are'],
    [{ type: 'array', items: {} }, '"x[]" does not say of which type it is'],
    [{ type: 'object' }, '"x" has no named fields'],
    [
      { type: 'object', additionalProperties: { type: 'string' } },
      '"x" takes fields of any name; take a list of objects instead, with the name as a field of theirs',
    ],
    [
      { type: 'object', properties: { 'a b': { type: 'string' } } },
      '"x" has a field that not every model may name: "a b"',
    ],
    [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['b'] },
      '"x" requires the field "b" without describing it',
    ],
    [
      { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
      '"x" is a choice between a list or an object and something else; settle on one of them',
    ],
    [
      {
        oneOf: ['a', 'b'].map((name) => ({
          type: 'object',
          properties: { [name]: { type: 'string' } },
        })),
      },
      '"x" is a choice between objects that no field tells apart; add a required field whose value does',
    ],
    [{ type: 'strnig' }, '"x" is of the type strnig, which is none of JSON\'s'],
    [
      { $ref: 'https://example.com/schema.json' },
      'the input refers to https://example.com/schema.json, which is not in the schema',
    ],
    [
      { $ref: '#/$defs/missing' },
      'the input refers to #/$defs/missing, which is not in the schema',
    ],
    [{ $ref: '#' }, 'the input refers to itself by #'],
    [
      { anyOf: [{ type: 'string' }], oneOf: [{ type: 'string' }] },
      '"x" uses anyOf and oneOf together',
    ],
  ])('%j', (field, reason) => {
    expect(shown(field)).toEqual([reason])
  })

  it('all of them at once', () => {
    const input = {
      type: 'object',
      properties: { a: {}, b: { type: 'object', properties: { c: {} } } },
    }
    expect(normalise(input)).toEqual({
      ok: false,
      reasons: ['"a" does not say of which type it is', '"b.c" does not say of which type it is'],
    })
  })

  it('an input that is no object', () => {
    expect(normalise({ type: 'string' })).toEqual({
      ok: false,
      reasons: ['the input is not an object'],
    })
  })
})
