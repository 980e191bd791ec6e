import { expectTypeOf, test } from 'vitest'
import * as z from 'zod'

import {
  defineModule,
  refuse,
  toolsFor,
  type CallContext,
  type Grant,
  type ModuleHost,
} from '../../src/index.ts'

const words = {
  title: 'Count stock',
  does: 'Count how many of an item are in stock.',
  useWhen: 'the caller asks whether an item is available',
  avoidWhen: 'the caller has not named an item yet',
  returns: 'the number in stock',
  tier: 'read',
  scopes: ['stock:read'],
} as const

test('a whole module is written without one annotation', () => {
  defineModule({
    id: 'stock',
    title: 'Stock',
    version: '1.0.0',
    config: z.strictObject({ items: z.record(z.string(), z.int()), unit: z.string().default('') }),
    setup: ({ items, unit }, host) => {
      expectTypeOf(items).toEqualTypeOf<Record<string, number>>()
      expectTypeOf(unit).toEqualTypeOf<string>()
      expectTypeOf(host).toEqualTypeOf<ModuleHost>()
      return { stock: new Map(Object.entries(items)), speech: host.speech }
    },
    health: ({ stock }) => (stock.size > 0 ? { ok: true } : { ok: false, why: 'It is empty.' }),
    dispose: ({ stock }) => stock.clear(),
    tools: (tool) => [
      tool({
        ...words,
        name: 'count',
        examples: [{ item: 'mug' }],
        input: z.strictObject({ item: z.string(), least: z.int().default(1) }),
        handler: async (input, { stock }, context) => {
          expectTypeOf(input).toEqualTypeOf<{ item: string; least: number }>()
          expectTypeOf(stock).toEqualTypeOf<Map<string, number>>()
          expectTypeOf(context).toEqualTypeOf<CallContext>()
          const grants = await context.conversation?.grants('customer')
          expectTypeOf(grants).toEqualTypeOf<readonly Grant[] | undefined>()
          const count = stock.get(input.item)
          return count === undefined ? refuse('not_found', 'There is none.') : { count }
        },
        concise: (value, { speech }, { item }) => {
          expectTypeOf(value).toEqualTypeOf<{ count: number }>()
          expectTypeOf(item).toEqualTypeOf<string>()
          return speech.count(value.count, item)
        },
        detailed: ({ count }) => String(count),
        attachments: ({ count }) => [
          { kind: 'resource', uri: 'stock:count', mimeType: 'text/plain', text: `${count}` },
        ],
        samples: [{ count: 3 }],
      }),
      tool({
        ...words,
        name: 'weigh',
        examples: [{ item: 'mug' }],
        input: { type: 'object', properties: { item: { type: 'string' } }, required: ['item'] },
        handler: (input, { stock }) => {
          expectTypeOf(input).toEqualTypeOf<Readonly<Record<string, unknown>>>()
          expectTypeOf(stock).toEqualTypeOf<Map<string, number>>()
          return { grams: 300 }
        },
        concise: ({ grams }) => `${grams} grams.`,
      }),
    ],
  })
})

const count = {
  ...words,
  name: 'count',
  examples: [{}],
  input: z.strictObject({}),
  handler: () => ({ count: 1 }),
  concise: () => 'One.',
} as const

test('a tool made for other services does not fit the module', () => {
  const tool = toolsFor<{ readonly shelves: number }>()
  defineModule({
    id: 'stock',
    title: 'Stock',
    version: '1.0.0',
    config: z.strictObject({}),
    // @ts-expect-error -- the tool works with shelves, and there are none
    setup: () => ({ stock: new Map<string, number>() }),
    tools: [tool(count)],
  })
})

test('what is configured is what its schema says', () => {
  defineModule({
    id: 'stock',
    title: 'Stock',
    version: '1.0.0',
    config: z.strictObject({ items: z.array(z.string()) }),
    // @ts-expect-error -- there is no such key
    setup: ({ itms }) => itms,
    tools: (tool) => [tool(count)],
  })
})
