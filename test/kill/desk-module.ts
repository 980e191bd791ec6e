import { request } from 'node:http'
import * as z from 'zod'

import { defineModule, toolsFor, type CallContext, type Module } from '../../src/index.ts'
import type { FailPoints } from './fail-points.ts'
import type { Effect } from './provider.ts'

/** The provider's side: whether it honours keys, which is also whether the tool may say that it resumes. */
export type ProviderMode = 'keys' | 'none'

const tool = toolsFor<null>()

const order = z.string().max(40).describe('The order, for example A-1')

interface Booked {
  readonly order: string
  readonly guests: number
}

/** A read, and two writes whose effect is in another process: one behind a code, one behind an operator. */
export function deskModule(mode: ProviderMode, providerPort: number, points: FailPoints): Module {
  const look = tool({
    name: 'look',
    title: 'Look',
    does: 'Look at an order.',
    useWhen: 'a test asks',
    avoidWhen: 'no test asks',
    returns: 'the order',
    tier: 'read',
    scopes: [],
    examples: [{ order: 'A-1' }],
    input: z.strictObject({ order }),
    handler: (input) => input,
    concise: ({ order }) => order,
  })
  const booking = {
    useWhen: 'a test asks',
    avoidWhen: 'no test asks',
    returns: 'that it is booked',
    resumes: mode === 'keys',
    recorded: ['order'],
    scopes: [],
    examples: [{ order: 'A-1', guests: 2 }],
    input: z.strictObject({ order, guests: z.int().min(1).max(12).describe('Guests, 1 to 12') }),
    async handler(input: Booked, _services: null, { callId, operationKey }: CallContext) {
      points.reach('before-effect')
      const answered = ask(providerPort, {
        call: callId,
        key: operationKey ?? '',
        order: input.order,
      })
      await points.reachDuring('in-effect')
      await answered
      points.reach('after-effect')
      return input
    },
    concise: ({ order }: Booked) => `Order ${order} is booked.`,
  } as const
  const book = tool({
    ...booking,
    name: 'book',
    title: 'Book',
    does: 'Book a table with the provider.',
    tier: 'write',
    confirm: 'spoken',
  })
  const rent = tool({
    ...booking,
    name: 'rent',
    title: 'Rent',
    does: 'Rent the whole house with the provider.',
    tier: 'privileged',
  })
  return defineModule({
    id: 'desk',
    title: 'Desk',
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => null,
    tools: [look, book, rent],
  })
}

/** Rejects when the provider does not answer with 200. */
function ask(port: number, effect: Pick<Effect, 'call' | 'key' | 'order'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: '/effect', method: 'POST' }
    const asking = request(options, (response) => {
      response.resume()
      response.once('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`The provider answered ${response.statusCode}.`)),
      )
    })
    asking.once('error', reject)
    asking.end(JSON.stringify(effect))
  })
}
