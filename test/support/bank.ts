import * as z from 'zod'

import { defineModule, refuse, toolsFor, type Module } from '../../src/index.ts'

/** One thing that was really done. */
export interface Effect {
  readonly tool: string
  readonly call: string
  readonly operationKey: string | undefined
  readonly what: string
}

/** A module for tests of gates and keys: what it has done can be counted, and it can be held up. */
export interface Bank {
  /** What was done, in order. */
  readonly effects: Effect[]
  /** Name → account, as the plan of `move` looks it up. Tests change it. */
  readonly accounts: Map<string, string>
  /** Operation keys whose effect was made: what a provider with idempotency keys would remember. */
  readonly known: Set<string>
  /** Every handler that changes something waits here first. */
  wait: () => Promise<void>
}

export function newBank(): Bank {
  return {
    effects: [],
    accounts: new Map([
      ['anna', 'A-17'],
      ['ben', 'B-4'],
    ]),
    known: new Set(),
    wait: () => Promise.resolve(),
  }
}

const tool = toolsFor<Bank>()

const words = {
  useWhen: 'a test needs it',
  avoidWhen: 'anything else would do; use bank_look',
  returns: 'what the test expects',
  scopes: [],
} as const

const look = tool({
  ...words,
  name: 'look',
  title: 'Look',
  does: 'Look something up.',
  tier: 'read',
  examples: [{ topic: 'rates' }],
  input: z.strictObject({ topic: z.string().max(200).describe('What to look up') }),
  handler: ({ topic }) => (topic === 'bug' ? Promise.reject(new Error('a bug')) : { topic }),
  concise: ({ topic }) => `Looked up ${topic}.`,
})

const move = tool({
  ...words,
  name: 'move',
  title: 'Move money',
  does: 'Move an amount to somebody.',
  tier: 'write',
  confirm: 'spoken',
  recorded: ['kind'],
  examples: [{ to: 'anna', amount: 5 }],
  input: z.strictObject({
    to: z.string().max(60).describe('Whose account it goes to'),
    amount: z.number().min(0.5).max(1_000).describe('How much, 0.5 to 1000'),
    currency: z.enum(['EUR', 'USD']).default('EUR').describe('"EUR" or "USD"'),
    kind: z.string().max(60).optional().describe('What sort of transfer'),
    note: z.string().max(200).optional().describe('A note to the receiver'),
  }),
  plan: ({ to, amount, currency }, { accounts }) => {
    const account = accounts.get(to)
    if (account === undefined) return refuse('not_found', 'There is no such account. Ask again.')
    return { resolved: { account }, readBack: `move ${amount} ${currency} to ${to}` }
  },
  handler: async ({ to, amount, currency }, bank, { callId, operationKey }) => {
    await bank.wait()
    const what = `${amount} ${currency} to ${to} (${bank.accounts.get(to) ?? ''})`
    bank.effects.push({ tool: 'bank_move', call: callId, operationKey, what })
    return { what }
  },
  concise: ({ what }) => `Moved ${what}.`,
})

const send = tool({
  ...words,
  name: 'send',
  title: 'Send money abroad',
  does: 'Send money where it cannot be called back.',
  tier: 'irreversible',
  examples: [{ to: 'anna', amount: 5 }],
  input: z.strictObject({
    to: z.string().max(200).describe('Who gets it'),
    amount: z.int().min(1).max(1_000).describe('How much, 1 to 1000'),
  }),
  plan: ({ to, amount }) => ({ resolved: {}, readBack: `${amount} euros to ${to}` }),
  handler: async ({ to, amount }, bank, { callId, operationKey }) => {
    await bank.wait()
    const what = `${amount} to ${to}`
    bank.effects.push({ tool: 'bank_send', call: callId, operationKey, what })
    return { what }
  },
  concise: ({ what }) => `Sent ${what}.`,
})

const charge = tool({
  ...words,
  name: 'charge',
  title: 'Charge',
  does: 'Charge an amount, by a provider that knows idempotency keys.',
  tier: 'write',
  confirm: 'spoken',
  resumes: true,
  examples: [{ amount: 5 }],
  input: z.strictObject({ amount: z.int().min(1).max(1_000).describe('How much, 1 to 1000') }),
  handler: async ({ amount }, bank, { callId, operationKey = '' }) => {
    await bank.wait()
    const what = String(amount)
    if (!bank.known.has(operationKey))
      bank.effects.push({ tool: 'bank_charge', call: callId, operationKey, what })
    bank.known.add(operationKey)
    if (amount === 666) throw new Error('a bug after the effect')
    if (amount === 777) return refuse('busy', 'The provider is busy. Try again in a moment.')
    return { what }
  },
  concise: ({ what }) => `Charged ${what}.`,
})

const thing = z.strictObject({ item: z.string().max(60).describe('What it is') })

const order = tool({
  ...words,
  name: 'order',
  title: 'Order',
  does: 'Order something; the same within a minute is the same order.',
  tier: 'write',
  duplicatesWithinMs: 60_000,
  examples: [{ item: 'mug' }],
  input: thing,
  handler: async ({ item }, bank, { callId, operationKey }) => {
    await bank.wait()
    bank.effects.push({ tool: 'bank_order', call: callId, operationKey, what: item })
    return item === 'sold out' ? refuse('conflict', 'There is none. Offer another.') : { item }
  },
  concise: ({ item }) => `Ordered ${item}.`,
})

const buy = tool({
  ...words,
  name: 'buy',
  title: 'Buy',
  does: 'Buy something; the same twice is two of it.',
  tier: 'write',
  examples: [{ item: 'mug' }],
  input: thing,
  handler: async ({ item }, bank, { callId, operationKey }) => {
    await bank.wait()
    if (item === 'bug') throw new Error('a bug, perhaps after the effect')
    if (item === 'busy') return refuse('busy', 'The books are busy. Try again in a moment.')
    if (item === 'odd') return refuse('invalid_input', 'That is no item. Name another.')
    if (item === 'guess') return refuse('too_many_tries', 'Too often. Hand over to a colleague.')
    if (item === 'none') return refuse('conflict', 'There is none. Offer another.')
    bank.effects.push({ tool: 'bank_buy', call: callId, operationKey, what: item })
    return { item }
  },
  concise: ({ item }) => `Bought ${item}.`,
})

const report = tool({
  ...words,
  name: 'report',
  title: 'Report',
  does: 'Write a long report.',
  tier: 'write',
  needs: ['owner'],
  examples: [{ pages: 2 }],
  input: z.strictObject({ pages: z.int().min(1).max(500).describe('How long, 1 to 500 pages') }),
  handler: ({ pages }, bank, { callId, operationKey }) => {
    bank.effects.push({ tool: 'bank_report', call: callId, operationKey, what: String(pages) })
    return { pages: Array.from({ length: pages }, (_, at) => `Page ${at}. ${'ä\n'.repeat(500)}`) }
  },
  concise: ({ pages }) => `It has ${pages.length} pages. ${pages.join(' ')}`,
  detailed: ({ pages }) => `In full: ${pages.join('\n')}`,
  attachments: () => [{ kind: 'image', mimeType: 'image/png', data: 'aGk=' }],
})

const close = tool({
  ...words,
  name: 'close',
  title: 'Close an account',
  does: 'Close the account of somebody.',
  tier: 'privileged',
  examples: [{ of: 'anna' }],
  input: z.strictObject({
    of: z.string().max(200).describe('Whose account'),
    pay_out: z.boolean().default(true).describe('Whether what is left is paid out'),
    note: z.string().max(20_000).optional().describe('A note'),
    share: z.number().optional().describe('How much of it'),
    tags: z.array(z.string()).optional().describe('Words for it'),
  }),
  plan: ({ of }, { accounts }) => {
    const account = accounts.get(of)
    if (account === undefined) return refuse('not_found', 'There is no such account. Ask again.')
    return { resolved: { account }, readBack: `close the account of ${of}` }
  },
  handler: async ({ of }, bank, { callId, operationKey }) => {
    await bank.wait()
    const what = `${of} (${bank.accounts.get(of) ?? ''})`
    bank.effects.push({ tool: 'bank_close', call: callId, operationKey, what })
    return { what }
  },
  concise: ({ what }) => `Closed ${what}.`,
})

const pay = tool({
  ...words,
  name: 'pay',
  title: 'Pay out',
  does: 'Pay an amount out, by a provider that knows idempotency keys.',
  tier: 'privileged',
  resumes: true,
  examples: [{ amount: 5 }],
  input: z.strictObject({ amount: z.int().min(1).max(1_000).describe('How much, 1 to 1000') }),
  handler: async ({ amount }, bank, { callId, operationKey = '' }) => {
    await bank.wait()
    const what = String(amount)
    if (!bank.known.has(operationKey))
      bank.effects.push({ tool: 'bank_pay', call: callId, operationKey, what })
    bank.known.add(operationKey)
    return { what }
  },
  concise: ({ what }) => `Paid out ${what}.`,
})

const prove = tool({
  ...words,
  name: 'prove',
  title: 'Prove',
  does: 'Prove who is calling.',
  tier: 'write',
  gives: ['owner'],
  examples: [{ who: 'O-1' }],
  input: z.strictObject({ who: z.string().max(20).describe('Who it is') }),
  handler: async ({ who }, _bank, { conversation }) => {
    if (!conversation) return refuse('no_conversation', 'No conversation was named. Name one.')
    const facts = { name: who, email: `${who.toLowerCase()}@example.com` }
    await conversation.giveAlone({ kind: 'owner', subject: who, facts }, 600_000)
    return { who }
  },
  concise: ({ who }) => `This is ${who}.`,
})

/** The bank as a module; another `version` is another definition of each of its tools. */
export function bankModule(bank: Bank, version = '1.0.0'): Module {
  return defineModule({
    id: 'bank',
    title: 'Bank',
    version,
    config: z.strictObject({}),
    setup: () => bank,
    tools: [look, move, send, charge, order, buy, report, prove, close, pay],
  })
}
