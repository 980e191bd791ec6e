import { expect, test } from 'vitest'

import { geminiLiveSchema } from '../../../src/cli/gemini-live-schema.ts'

/** The expected values are what `_GeminiJsonSchema` of livekit-plugins-google 1.8.9 made of the same input. */
test('a schema gets Gemini’s own words, and loses what it does not know', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      type: { type: 'string', title: 'Type', maxLength: 9, default: 'a', description: 'Which.' },
      tags: { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 3 },
      gift: { anyOf: [{ type: 'boolean' }, { type: 'null' }], description: 'Whether.' },
      either: { anyOf: [{ type: 'boolean' }, { type: 'string' }] },
      always: { const: 'a', type: 'string' },
    },
    required: ['type'],
    additionalProperties: false,
  }
  expect(geminiLiveSchema(schema)).toStrictEqual({
    type: 'OBJECT',
    properties: {
      type: { type: 'STRING', max_length: 9, description: 'Which.' },
      tags: { type: 'ARRAY', items: { type: 'INTEGER', minimum: 1 }, max_items: 3 },
      gift: { type: 'BOOLEAN', nullable: true, description: 'Whether.' },
      either: { any_of: [{ type: 'BOOLEAN' }, { type: 'STRING' }] },
      always: { enum: ['a'], type: 'STRING' },
    },
    required: ['type'],
    property_ordering: ['type', 'tags', 'gift', 'either', 'always'],
  })
})

test('an input without fields is not told at all', () => {
  expect(geminiLiveSchema({ type: 'object', properties: {}, required: [] })).toBeUndefined()
})
