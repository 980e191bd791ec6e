import { expectTypeOf, test } from 'vitest'
import * as z from 'zod'

import { refuse, toolsFor } from '../../src/index.ts'

interface Services {
  readonly stock: Map<string, number>
}

const tool = toolsFor<Services>()

const base = {
  name: 'check',
  title: 'Check stock',
  does: 'Check how many of an item are in stock.',
  useWhen: 'the caller names an item',
  avoidWhen: 'the caller wants to buy; use shop_order',
  returns: 'the number in stock',
  tier: 'read',
  scopes: ['shop:read'],
} as const

test('a handler infers its input, services and value; the renderings infer the value', () => {
  tool({
    ...base,
    examples: [{ item: 'mug' }],
    input: z.strictObject({ item: z.string(), least: z.int().default(1) }),
    handler: async (input, services) => {
      expectTypeOf(input).toEqualTypeOf<{ item: string; least: number }>()
      expectTypeOf(services.stock).toEqualTypeOf<Map<string, number>>()
      const count = services.stock.get(input.item)
      if (count === undefined) return refuse('not_found', 'We do not carry that.')
      return { count }
    },
    concise: (value, _services, input) => {
      expectTypeOf(value).toEqualTypeOf<{ count: number }>()
      return `${value.count} of ${input.item}.`
    },
  })
})

test('a raw JSON Schema gives the handler a plain record', () => {
  tool({
    ...base,
    examples: [{ item: 'mug' }],
    input: { type: 'object', properties: { item: { type: 'string' } }, required: ['item'] },
    handler: (input) => {
      expectTypeOf(input).toEqualTypeOf<Readonly<Record<string, unknown>>>()
      return { ok: true }
    },
    concise: () => 'Yes.',
  })
})

const input = z.strictObject({ item: z.string() })
const body = { input, handler: () => ({ count: 1 }), concise: () => 'One.' }

test('what a model needs cannot be left out', () => {
  const { avoidWhen: _gone, ...incomplete } = base
  // @ts-expect-error -- `avoidWhen` is part of every description
  tool({ ...incomplete, ...body, examples: [{ item: 'mug' }] })
  // @ts-expect-error -- at least one example
  tool({ ...base, ...body, examples: [] })
  // @ts-expect-error -- an example must fit the input
  tool({ ...base, ...body, examples: [{ itm: 'mug' }] })
  const { tier: _tier, ...tierless } = base
  // @ts-expect-error -- a tool without a tier has no floor
  tool({ ...tierless, ...body, examples: [{ item: 'mug' }] })
})

test('a handler returns a value or a refusal, never text', () => {
  tool({
    ...base,
    input,
    examples: [{ item: 'mug' }],
    // @ts-expect-error -- a string is not a value with renderings
    handler: () => 'one',
    concise: () => 'One.',
  })
})

test('a sample is a value as the handler returns it', () => {
  tool({
    ...base,
    input,
    examples: [{ item: 'mug' }],
    handler: () => ({ count: 1 }),
    concise: ({ count }) => `${count}.`,
    samples: [
      { count: 2 },
      // @ts-expect-error -- no handler of this tool returns that
      { counted: 2 },
    ],
  })
})

test('a handler must fit the declared output', () => {
  tool({
    ...base,
    input,
    examples: [{ item: 'mug' }],
    output: z.strictObject({ count: z.int() }),
    // @ts-expect-error -- count is a number
    handler: () => ({ count: 'one' }),
    concise: () => 'One.',
  })
})

test('a question infers what a form can come back with', () => {
  tool({
    ...base,
    examples: [{}],
    input: z.strictObject({}),
    handler: async (_input, _services, { ask, progress }) => {
      progress({ step: 1, of: 2 }, 'Half way.')
      const asked = await ask('Who?', {
        name: { type: 'text' },
        age: { type: 'number', optional: true },
        sizes: { type: 'choices', options: ['s', 'm'] },
      })
      if (asked.kind !== 'answered') {
        expectTypeOf(asked.kind).toEqualTypeOf<'declined' | 'cancelled' | 'unavailable'>()
        return refuse('declined', 'Nobody said.')
      }
      expectTypeOf(asked.values.name).toEqualTypeOf<string>()
      expectTypeOf(asked.values.age).toEqualTypeOf<number | undefined>()
      expectTypeOf(asked.values.sizes).toEqualTypeOf<readonly string[]>()
      // @ts-expect-error -- the form has no such field
      expectTypeOf(asked.values.email).toBeString()
      return {}
    },
    concise: () => 'Done.',
  })
})
