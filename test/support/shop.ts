import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'

import { defineModule, refuse, toolsFor, type Module } from '../../src/index.ts'

/** A module that misbehaves on request, for tests of everything around a tool. */
export interface Shop {
  /** What ran, in order. */
  readonly ran: string[]
  /** Opens the gate that `wait` and `order_slowly` stand at. */
  release(): void
  readonly released: Promise<void>
}

export const SECRET = 'postgres://admin:hunter2@db.internal:5432/prod'

function fail(): never {
  throw new Error(SECRET)
}

const tool = toolsFor<Shop>()

const words = {
  useWhen: 'a test needs it',
  avoidWhen: 'anything else would do; use shop_check',
  returns: 'what the test expects',
} as const

const none = z.strictObject({})

const check = tool({
  ...words,
  name: 'check',
  title: 'Check stock',
  does: 'Check how many of an item are in stock.',
  tier: 'read',
  scopes: ['shop:read'],
  examples: [{ item: 'mug', count: 2 }],
  input: z.strictObject({
    item: z.enum(['mug', 'plate']).describe('"mug" or "plate"'),
    count: z.int().min(1).max(12).describe('How many, 1 to 12'),
    gift: z.boolean().optional().describe('Whether it is a gift'),
    note: z
      .string()
      .max(20)
      .refine((note) => !note.includes('!'), 'must be calm, without exclamation marks')
      .optional()
      .describe('A short note'),
    tags: z.array(z.string().max(10)).max(3).optional().describe('Up to three words'),
  }),
  handler: ({ item, count }, { ran }) => {
    ran.push('check')
    return { item, count }
  },
  concise: ({ item, count }) => `${count} of ${item} are in stock.`,
  detailed: ({ item, count }) => `${count} of ${item} are in stock, in the back room, on shelf 4.`,
})

const order = tool({
  ...words,
  name: 'order',
  title: 'Order',
  does: 'Order an item.',
  tier: 'write',
  scopes: ['shop:write'],
  examples: [{ item: 'mug' }],
  input: z.strictObject({ item: z.string().max(20).describe('What to order') }),
  handler: async ({ item }, shop, { signal }) => {
    if (item === 'slow' || item === 'careful') await shop.released
    // Only real processes order this one; it is still at work when they are told to stop.
    if (item === 'brief') await setTimeout(300)
    if (item === 'careful' && signal.aborted) return refuse('cancelled', 'It was broken off.')
    shop.ran.push(`order ${item}`)
    return { item }
  },
  concise: ({ item }) => `Ordered ${item}.`,
})

const hurry = tool({
  ...words,
  name: 'hurry',
  title: 'Hurry',
  does: 'Order something at once or not at all.',
  tier: 'write',
  scopes: ['shop:write'],
  timeoutMs: 300,
  examples: [{}],
  input: none,
  handler: (_input, { ran }) => {
    ran.push('hurry')
    return { hurried: true }
  },
  concise: () => 'Hurried.',
})

const wait = tool({
  ...words,
  name: 'wait',
  title: 'Wait',
  does: 'Wait for the gate, deaf to its signal.',
  tier: 'read',
  scopes: ['shop:read'],
  examples: [{}],
  input: none,
  handler: async (_input, shop) => {
    shop.ran.push('wait')
    await shop.released
    return { waited: true }
  },
  concise: () => 'Waited.',
})

const heed = tool({
  ...words,
  name: 'heed',
  title: 'Heed',
  does: 'Wait until the signal aborts.',
  tier: 'read',
  scopes: ['shop:read'],
  timeoutMs: 1_000,
  examples: [{}],
  input: none,
  handler: async (_input, shop, { signal }) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    shop.ran.push('heard the abort')
    return { heard: true }
  },
  concise: () => 'Heard.',
})

const leak = tool({
  ...words,
  name: 'leak',
  title: 'Leak',
  does: 'Fail with an error full of secrets.',
  tier: 'read',
  scopes: ['shop:read'],
  examples: [{ how: 'throw' }],
  input: z.strictObject({
    how: z
      .enum(['throw', 'render', 'text', 'error', 'json', 'getter'])
      .describe('"throw", "render", "text", "error", "json" or "getter"'),
  }),
  handler: ({ how }) => {
    if (how === 'throw') throw new Error(SECRET)
    // oxlint-disable-next-line typescript/only-throw-error -- handlers written by others do throw strings
    if (how === 'text') throw SECRET
    // An Error that is no refusal, which an author may return by mistake.
    if (how === 'error') return new Error(SECRET)
    if (how === 'json') return { how, toJSON: () => fail() }
    if (how === 'getter')
      return {
        how,
        get secret() {
          return fail()
        },
      }
    return { how }
  },
  concise: (value) => ('how' in value && value.how === 'render' ? fail() : 'Fine.'),
})

const say = tool({
  ...words,
  name: 'say',
  title: 'Say',
  does: 'Answer with the given text.',
  tier: 'read',
  scopes: ['shop:read'],
  examples: [{ text: 'hello' }],
  input: z.strictObject({ text: z.string().max(200).describe('What to answer') }),
  handler: ({ text }) => {
    // oxlint-disable-next-line no-console -- what a library might do
    if (text === 'print') console.log('a line that is no frame')
    if (text === 'reject') void Promise.reject(new Error('nobody caught this'))
    return text === 'no' ? refuse('not_found', 'There is none. Ask for another.') : { text }
  },
  concise: ({ text }) => text,
  attachments: () => [{ kind: 'image', mimeType: 'image/png', data: 'aGk=' }],
})

const unlock = tool({
  ...words,
  name: 'unlock',
  title: 'Unlock',
  does: 'Prove who is calling.',
  tier: 'write',
  scopes: ['shop:read'],
  gives: ['owner'],
  examples: [{}],
  input: none,
  handler: async (_input, _shop, { conversation }) => {
    if (!conversation) return refuse('no_conversation', 'No conversation.')
    await conversation.give({ kind: 'owner', subject: 'O-1', facts: { name: 'Ada' } }, 60_000)
    return { unlocked: true }
  },
  concise: () => 'Unlocked.',
})

const open = tool({
  ...words,
  name: 'open',
  title: 'Open',
  does: 'Open the safe.',
  tier: 'read',
  scopes: ['shop:read'],
  needs: ['owner'],
  examples: [{}],
  input: none,
  handler: (_input, { ran }) => {
    ran.push('open')
    return { open: true }
  },
  concise: () => 'The safe is open.',
})

const imported = tool({
  ...words,
  name: 'import',
  title: 'Imported',
  does: 'A tool with a raw JSON Schema.',
  tier: 'read',
  scopes: ['shop:read'],
  examples: [{ size: 3 }],
  input: {
    type: 'object',
    properties: { size: { type: 'integer', minimum: 1, maximum: 9, description: '1 to 9' } },
    required: ['size'],
    additionalProperties: false,
  },
  handler: ({ size }) => ({ size }),
  concise: ({ size }) => `Size ${String(size)}.`,
})

/** A fresh shop, as a module and as the object its tools act on. */
export function shopModule(): { module: Module; shop: Shop } {
  const gate = Promise.withResolvers<void>()
  const shop: Shop = { ran: [], release: () => gate.resolve(), released: gate.promise }
  const module = defineModule({
    id: 'shop',
    title: 'Shop',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => shop,
    tools: [check, order, hurry, wait, heed, leak, say, unlock, open, imported],
  })
  return { module, shop }
}
