import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { inputOf, type InputSchema } from '../../../src/kernel/input.ts'
import { toolsFor } from '../../../src/kernel/tool.ts'

const DRAFT_7 = 'http://json-schema.org/draft-07/schema#'

/** Where arguments for one raw field are at fault; empty when they are taken. */
function faultsOf(field: object, value: unknown, dialect?: string): readonly string[] {
  const schema = { type: 'object', properties: { x: field }, ...(dialect && { $schema: dialect }) }
  const parsed = inputOf(schema).parse({ x: value })
  return parsed.ok ? [] : parsed.issues.map(({ path }) => path.join('.'))
}

describe('a raw JSON Schema', () => {
  it.each([
    ['email', 'ada@example.com', 'ada'],
    ['date', '2026-03-13', '13.3.2026'],
    ['date-time', '2026-03-13T19:30:00+01:00', 'tomorrow'],
    ['time', '19:30:00Z', 'noon'],
    ['uuid', '550e8400-e29b-41d4-a716-446655440000', '550e'],
    ['uri', 'https://example.com', 'example'],
    ['ipv4', '10.0.0.1', '10.0.0.300'],
  ])('is held to its format %s', (format, good, bad) => {
    expect(faultsOf({ type: 'string', format }, good)).toEqual([])
    expect(faultsOf({ type: 'string', format }, bad)).toEqual(['x'])
  })

  it('may name a format that nobody knows', () => {
    expect(faultsOf({ type: 'string', format: 'shelf-mark' }, 'B-204')).toEqual([])
  })

  it('may be of draft 7, as most tools from elsewhere are', () => {
    const row = { type: 'array', items: [{ type: 'string' }, { type: 'integer' }] }
    expect(faultsOf(row, ['a', 1], DRAFT_7)).toEqual([])
    expect(faultsOf(row, ['a', 'b'], DRAFT_7)).toEqual(['x.1'])
    expect(inputOf({ $schema: DRAFT_7, properties: {} }).json).toEqual({
      type: 'object',
      properties: {},
      required: [],
    })
  })

  it('names a field with signs of a pointer as it is written', () => {
    const parsed = inputOf({ properties: { 'a/b~c': { type: 'string' } } }).parse({ 'a/b~c': 1 })
    expect(!parsed.ok && parsed.issues[0]?.path).toEqual(['a/b~c'])
  })
})

describe('a schema that cannot be expressed says where and why', () => {
  const made = (input: InputSchema) => () =>
    toolsFor<null>()({
      name: 'book',
      title: 'Book',
      does: '',
      useWhen: '',
      avoidWhen: '',
      returns: '',
      tier: 'read',
      scopes: [],
      examples: [{}],
      input,
      handler: () => ({}),
      concise: () => '',
    })

  it.each<[string, InputSchema, string]>([
    [
      'of zod',
      z.object({ stay: z.object({ from: z.date() }) }),
      'Date cannot be represented in JSON Schema, at "stay.from"',
    ],
    [
      'of JSON',
      { type: 'object', properties: { x: { type: 'text' } } },
      'properties.x.type must be equal to one of the allowed values',
    ],
  ])('%s', (_what, input, sentence) => {
    expect(made(input)).toThrow(sentence)
  })
})
