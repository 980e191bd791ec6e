import * as z from 'zod'

import { refuse, type ToolError } from '../../src/index.ts'
import type { ClosingWish, Closure } from '../reservations/offers.ts'
import type { ClosedDay } from './closed-day.ts'
import { callList, closedPhrase, closingPhrase } from './closure-phrases.ts'
import { sampleClosure } from './sample-closure.ts'
import { tool } from './tool.ts'

/** Nobody means to close one day twice, so whoever sends the same within this time is asked for no second approval. */
const SAME_CLOSURE_MS = 60 * 60_000

const input = z.strictObject({
  date: z
    .string()
    .max(20)
    .describe(
      'Date to close, as YYYY-MM-DD, for example 2026-03-13. "today", "tomorrow" or the weekday of the next such day, for example "friday", are also valid.',
    ),
  reason: z
    .string()
    .min(1)
    .max(200)
    .describe('Why the restaurant closes, at most 200 characters, for example "Burst pipe".'),
  reservations: z
    .enum(['cancel', 'move'])
    .describe('What happens with the reservations of that date: "cancel" or "move".'),
  move_to: z
    .string()
    .max(20)
    .optional()
    .describe(
      'Date they move to at the same times, as YYYY-MM-DD, for example 2026-03-14. Leave out when they are cancelled.',
    ),
})

export const setClosure = tool({
  name: 'set_closure',
  title: 'Close the restaurant for a day',
  does: 'Close the restaurant for one whole date, and cancel the reservations of that date or move them to another one.',
  useWhen:
    'a colleague wants the restaurant closed on a date, and has said why and what happens with the reservations',
  avoidWhen:
    'only one reservation is meant; use reservations_cancel or reservations_change. A closed date cannot be opened again with it',
  returns:
    'how many reservations of how many guests were cancelled or moved; in detail also whom to call, because nobody is told by it',
  examples: [
    { date: '2026-03-13', reason: 'Burst pipe', reservations: 'cancel' },
    { date: 'friday', reason: 'Staff party', reservations: 'move', move_to: '2026-03-14' },
  ],
  tier: 'privileged',
  scopes: ['admin:closures'],
  duplicatesWithinMs: SAME_CLOSURE_MS,
  resumes: true,
  recorded: ['date', 'reservations', 'move_to'],
  input,
  plan: (given, { desk, say }, { client }) => {
    const wish = wishOf(given, client)
    if (wish instanceof Error) return wish
    const plan = desk.planClosing(wish)
    if (plan instanceof Error) return plan
    const { date, reason, moveTo, codes, guests } = plan
    // With the codes, so that a yes counts for these very reservations and for no other set of them.
    return {
      resolved: { date, reason, move_to: moveTo, codes: [...codes], guests },
      readBack: closingPhrase(plan, say),
    }
  },
  handler: (given, { desk }, { signal, client, operationKey }) => {
    if (signal.aborted) return ABANDONED
    const wish = wishOf(given, client)
    if (wish instanceof Error) return wish
    const closure = desk.close(wish, operationKey)
    return closure instanceof Error ? closure : valueOf(closure)
  },
  concise: (value, { say }) => closedPhrase(value, say),
  detailed: (value, { say }) => `${closedPhrase(value, say)}${callList(value, say)}`,
  samples: [sampleClosure('2026-03-13', null), sampleClosure('2026-03-13', '2026-03-14')],
})

/** A call that nobody waits for any more must not write. */
const ABANDONED = refuse(
  'cancelled',
  'The call was broken off before the day was closed. Nothing was changed; try again.',
)

/** A day to move to that contradicts what was asked would be taken for a slip by some and for an order by others. */
function wishOf(given: z.output<typeof input>, client: string): ClosingWish | ToolError {
  const { date, reason, reservations, move_to: moveTo } = given
  const target = moveTo?.trim() || undefined
  if (reservations === 'cancel' && target !== undefined)
    return refuse(
      'invalid_input',
      'A day to move to was given, but the reservations are to be cancelled. Ask which of the two is meant.',
    )
  if (reservations === 'move' && target === undefined)
    return refuse('invalid_input', 'The day to move the reservations to is missing. Ask for it.')
  return { date, reason, moveTo: target, client }
}

function valueOf({ date, reason, moveTo, visits }: Closure): ClosedDay {
  return {
    date,
    reason,
    moved_to: moveTo,
    visits: visits.map(({ partySize, ...visit }) => ({ ...visit, party_size: partySize })),
  }
}
