import { setTimeout } from 'node:timers/promises'
import * as z from 'zod'

import { defineModule, refuse, toolsFor, type Module } from '../../src/index.ts'

type Moment = 'plan' | 'work'

/** Where a test waits for a call, holds it up, and sees what was really done. */
export interface Parcels {
  /** Which moments calls have come to, in order. */
  readonly reached: Moment[]
  /** What was done, in order. */
  readonly sent: string[]
  /** From now on calls stop at this moment, until they are released. */
  hold(at: Moment): void
  release(): void
  /** Where a tool says that it has come to this moment. */
  pass(at: Moment): Promise<void>
}

/** How long the tools take where nothing holds them. */
const pace = z.strictObject({
  planMs: z.int().min(0).default(0),
  workMs: z.int().min(0).default(0),
})

const tool = toolsFor<Parcels>()

const words = {
  useWhen: 'a test needs it',
  avoidWhen: 'anything else would do; use parcels_list',
  returns: 'what the test expects',
  scopes: [],
} as const

const none = z.strictObject({})

const address = z.strictObject({
  to: z.string().min(1).max(40).describe('Whom it is for, such as "Ada"'),
  grams: z.int().min(1).max(5_000).default(200).describe('Its weight in grams'),
})

type Address = z.output<typeof address>

async function planOf(verb: string, { to, grams }: Address, parcels: Parcels) {
  await parcels.pass('plan')
  const name = to.trim().toLowerCase()
  return { resolved: { to: name }, readBack: `${verb} ${grams} grams to ${name}` }
}

async function doneBy(verb: string, { to, grams }: Address, parcels: Parcels) {
  await parcels.pass('work')
  const number = parcels.sent.push(`${verb} ${to} ${grams}`)
  return { number }
}

const list = tool({
  ...words,
  name: 'list',
  title: 'List parcels',
  does: 'List what was reached and sent.',
  tier: 'read',
  examples: [{}],
  input: none,
  handler: (_input, { reached, sent }) => ({ reached: [...reached], sent: [...sent] }),
  concise: ({ reached, sent }) => `Reached: ${reached.join(', ')}. Sent: ${sent.join(', ')}.`,
})

const hold = tool({
  ...words,
  name: 'hold',
  title: 'Hold calls',
  does: 'Hold calls up, at their plan or at their work.',
  tier: 'read',
  examples: [{ at: 'plan' }],
  input: z.strictObject({ at: z.enum(['plan', 'work']).describe('"plan" or "work"') }),
  handler: ({ at }, parcels) => {
    parcels.hold(at)
    return { at }
  },
  concise: ({ at }) => `Holding at ${at}.`,
})

const release = tool({
  ...words,
  name: 'release',
  title: 'Release calls',
  does: 'Let go of the calls that are held up.',
  tier: 'read',
  examples: [{}],
  input: none,
  handler: (_input, parcels) => {
    parcels.release()
    return {}
  },
  concise: () => 'Released.',
})

const post = tool({
  ...words,
  name: 'post',
  title: 'Post a parcel',
  does: 'Post a parcel at once.',
  tier: 'write',
  examples: [{ to: 'Ada' }],
  input: address,
  plan: (input, parcels) => planOf('posting', input, parcels),
  handler: async (input, parcels) =>
    input.to === 'nobody'
      ? refuse('not_found', 'Nobody of that name lives here.')
      : doneBy('posted', input, parcels),
  concise: ({ number }, _parcels, { to }) => `Posted to ${to} as number ${number}.`,
})

const send = tool({
  ...words,
  name: 'send',
  title: 'Send a parcel',
  does: 'Send a parcel, once that is confirmed.',
  tier: 'write',
  confirm: 'spoken',
  examples: [{ to: 'Ada' }],
  input: address,
  plan: (input, parcels) => planOf('sending', input, parcels),
  handler: (input, parcels) => doneBy('sent', input, parcels),
  concise: ({ number }, _parcels, { to }) => `Sent to ${to} as number ${number}.`,
})

const giveBack = tool({
  ...words,
  name: 'return',
  title: 'Return a parcel',
  does: 'Return a parcel, once that is confirmed.',
  tier: 'write',
  confirm: 'spoken',
  examples: [{ to: 'Ada' }],
  input: address,
  plan: (input, parcels) => planOf('sending', input, parcels),
  handler: (input, parcels) => doneBy('returned', input, parcels),
  concise: ({ number }, _parcels, { to }) => `Returned to ${to} as number ${number}.`,
})

/** The module, and the state that its tools work on. */
export function parcelsModule(): { module: Module; parcels: Parcels } {
  const takesMs = { plan: 0, work: 0 }
  const parcels = openParcels(takesMs)
  const module = defineModule({
    id: 'parcels',
    title: 'Parcels',
    version: '1.0.0',
    config: pace,
    setup: ({ planMs, workMs }) => {
      Object.assign(takesMs, { plan: planMs, work: workMs })
      return parcels
    },
    tools: [list, hold, release, post, send, giveBack],
  })
  return { module, parcels }
}

function openParcels(takesMs: Readonly<Record<Moment, number>>): Parcels {
  const gates = new Map<Moment, PromiseWithResolvers<void>>()
  const reached: Moment[] = []
  return {
    reached,
    sent: [],
    hold: (at) => void gates.set(at, Promise.withResolvers()),
    release() {
      for (const { resolve } of gates.values()) resolve()
      gates.clear()
    },
    async pass(at) {
      reached.push(at)
      if (takesMs[at] > 0) await setTimeout(takesMs[at])
      await gates.get(at)?.promise
    },
  }
}

/** For a deployment that has it by its path. */
export default parcelsModule().module
