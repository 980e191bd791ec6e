import { setTimeout } from 'node:timers/promises'
import { defineModule, refuse, toolsFor } from 'toolcrib'
import * as z from 'zod'

/** Cakes for a birthday, from a kitchen that has each kind of trouble once and is then fine. */
interface Kitchen {
  /** As `cake for day`. */
  readonly orders: Set<string>
  /** Whether this trouble has not been had yet. */
  isNew(trouble: string): boolean
}

const CAKES = ['cherry', 'lemon', 'chocolate mousse', 'chocolate and pear']

/** Short, so that the troubles which wait for it make nobody wait. */
const LIMIT_MS = 1_000

const tool = toolsFor<Kitchen>()

const cake = z.enum(CAKES).describe(`Cake must be ${CAKES.map((name) => `"${name}"`).join(', ')}.`)
const day = z
  .enum(['thursday', 'friday', 'saturday'])
  .describe('Day of the party, "thursday", "friday" or "saturday".')

const findCake = tool({
  name: 'find_cake',
  title: 'Find a cake',
  does: 'Find a birthday cake that the kitchen bakes, by its flavour.',
  useWhen: 'the caller says which flavour they like',
  avoidWhen: 'the caller has settled on one cake; use kitchen_order_cake',
  returns: 'the name of the cake',
  examples: [{ flavour: 'lemon' }],
  samples: [{ name: 'lemon' }],
  tier: 'read',
  scopes: ['kitchen:read'],
  input: z.strictObject({
    flavour: z
      .string()
      .min(1)
      .max(30)
      .describe('Flavour, at most 30 characters, for example lemon.'),
  }),
  handler: ({ flavour }) => {
    const [name, ...more] = CAKES.filter((one) => one.includes(flavour.toLowerCase()))
    if (name === undefined)
      return refuse('not_found', `We bake no ${flavour} cake. Offer another flavour.`)
    if (more.length > 0) {
      const names = [name, ...more].join(' or ')
      return refuse('ambiguous', `There is more than one. Ask whether they want ${names}.`)
    }
    return { name }
  },
  concise: ({ name }) => `We bake a ${name} cake.`,
})

const checkOven = tool({
  name: 'check_oven',
  title: 'Check the oven',
  does: 'Check whether the oven has room for one more birthday cake on a day.',
  useWhen: 'the caller asks on which day a cake can be baked',
  avoidWhen: 'the caller asks what was ordered before; use kitchen_list_orders',
  returns: 'whether there is room',
  examples: [{ day: 'friday' }],
  samples: [{ day: 'friday' }],
  tier: 'read',
  scopes: ['kitchen:read'],
  timeoutMs: LIMIT_MS,
  input: z.strictObject({ day }),
  handler: async ({ day }, { isNew }, { signal }) => {
    if (isNew(`no answer about ${day}`)) await setTimeout(60_000, undefined, { signal })
    return { day }
  },
  concise: ({ day }) => `The oven has room on ${day}.`,
})

const orderCake = tool({
  name: 'order_cake',
  title: 'Order a cake',
  does: 'Order a birthday cake for a day.',
  useWhen: 'the caller has settled on a cake and a day',
  avoidWhen: 'the caller only asks what there is; use kitchen_find_cake',
  returns: 'that the cake is ordered',
  examples: [{ cake: 'lemon', day: 'friday' }],
  samples: [{ cake: 'lemon', day: 'friday' }],
  tier: 'write',
  scopes: ['kitchen:write'],
  timeoutMs: LIMIT_MS,
  // Sent twice, it is one order: the second gets the answer of the first.
  duplicatesWithinMs: 120_000,
  input: z.strictObject({ cake, day }),
  handler: async ({ cake, day }, { orders, isNew }) => {
    if (cake === 'lemon' && isNew('the order book is in use'))
      return refuse('busy', 'The kitchen is writing in its book just now. Try again in a moment.')
    orders.add(`${cake} for ${day}`)
    // The order is in the book; only the answer does not come in time.
    if (cake === 'cherry' && isNew('a slow answer')) await setTimeout(LIMIT_MS + 500)
    // The order is in the book, and nobody hears of it.
    if (cake === 'chocolate mousse') throw new Error('The kitchen hung up.')
    return { cake, day }
  },
  concise: ({ cake, day }) => `A ${cake} cake is ordered for ${day}.`,
})

const listOrders = tool({
  name: 'list_orders',
  title: 'List the orders',
  does: 'List the cakes that this caller has ordered so far.',
  useWhen: 'it is not certain whether an order went through',
  avoidWhen: 'the caller asks on which day a cake can be baked; use kitchen_check_oven',
  returns: 'every cake with its day',
  examples: [{}],
  samples: [{ orders: ['lemon for friday'] }],
  tier: 'read',
  scopes: ['kitchen:read'],
  input: z.strictObject({}),
  handler: (_input, { orders }) => ({ orders: [...orders] }),
  concise: ({ orders }) =>
    orders.length === 0 ? 'No cake is ordered.' : `Ordered so far: ${orders.join(', ')}.`,
})

const priceCake = tool({
  name: 'price_cake',
  title: 'Price a cake',
  does: 'Tell what a birthday cake costs.',
  useWhen: 'the caller asks for the price of a cake',
  avoidWhen: 'the caller asks which cakes there are; use kitchen_find_cake',
  returns: 'the price of the cake in dollars',
  examples: [{ cake: 'lemon' }],
  samples: [{ dollars: 48 }],
  tier: 'read',
  scopes: ['kitchen:read'],
  input: z.strictObject({ cake }),
  handler: (): { dollars: number } => {
    throw new Error('The price list is missing.')
  },
  concise: ({ dollars }) => `It costs ${dollars} dollars.`,
})

function openKitchen(): Kitchen {
  const had = new Set<string>()
  return {
    orders: new Set(),
    isNew(trouble) {
      const isNew = !had.has(trouble)
      had.add(trouble)
      return isNew
    },
  }
}

export default defineModule({
  id: 'kitchen',
  title: 'Kitchen',
  version: '1.0.0',
  config: z.strictObject({}),
  setup: openKitchen,
  tools: [findCake, checkOven, orderCake, listOrders, priceCake],
})
