import * as z from 'zod'

import { refuse, STANDING_STATES, toolsFor, type Speech } from '../../src/index.ts'
import { sayStanding, toldOf, type Told } from './say-standing.ts'

/** What the tool works with. */
export interface Services {
  readonly now: () => number
  readonly say: Speech
}

const tool = toolsFor<Services>()

/** More than this nobody can follow; the newest ones are what is asked about. */
const MOST = 3

const told = z.strictObject({
  ticket: z.string().optional(),
  title: z.string(),
  state: z.enum(STANDING_STATES),
  minutes_ago: z.int().optional(),
  operators_left: z.int(),
  runs_by_itself: z.boolean(),
  reason: z.string().optional(),
})

export const status = tool({
  name: 'status',
  title: 'Status of requests',
  does: 'Say where the requests of this conversation stand that wait for a colleague or take long.',
  useWhen:
    'the caller asks what became of a request that needed an approval, or an answer said that something is still being worked on',
  avoidWhen:
    'you want the result itself; send the same request again for that, which carries it out or repeats its answer',
  returns: 'in words where the request stands and what to do next',
  examples: [{ ticket: 'A-207' }, {}],
  tier: 'read',
  scopes: ['operations:read'],
  recorded: ['ticket'],
  input: z.strictObject({
    ticket: z
      .string()
      .max(20)
      .optional()
      .describe('The number of a ticket, such as "A-207". Without it: the newest requests.'),
  }),
  output: z.strictObject({ requests: z.array(told) }),
  handler({ ticket }, { now }, { standings }) {
    const all = standings()
    const number = ticket === undefined ? undefined : numberIn(ticket)
    const meant = all.filter((one) => number === undefined || one.ticket === number)
    if (ticket !== undefined && (number === undefined || meant.length === 0))
      return refuse(
        'not_found',
        'There is no such ticket in this conversation. Leave the number out to hear of the newest requests.',
      )
    return { requests: meant.slice(0, MOST).map((one) => toldOf(one, now())) }
  },
  concise: ({ requests }, { say }) =>
    requests.length === 0
      ? 'Nothing of this conversation waits for anybody.'
      : requests.map((request) => sayStanding(request, say)).join(' '),
  samples: [
    {
      requests: [sample('A-207', 'waiting')],
    },
    {
      requests: [
        sample('A-207', 'waiting'),
        { ...sample('A-206', 'denied'), reason: 'the date is taken' },
        sample(undefined, 'at_work'),
      ],
    },
  ],
})

function sample(ticket: string | undefined, state: Told['state']): Told {
  return {
    ...(ticket !== undefined && { ticket, minutes_ago: 4 }),
    title: 'Close a day',
    state,
    operators_left: state === 'waiting' ? 1 : 0,
    runs_by_itself: false,
  }
}

/** As people and models say it: with or without the letter, the dash and blanks. */
function numberIn(text: string): string | undefined {
  const digits = /^\s*a?[\s-]*(\d{1,9})\s*$/i.exec(text)?.[1]
  return digits === undefined ? undefined : `A-${Number(digits)}`
}
