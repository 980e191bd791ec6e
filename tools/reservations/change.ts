import * as z from 'zod'

import { accessOf } from './access.ts'
import { readCode } from './code.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { given } from './given.ts'
import { visitPhrase } from './phrases.ts'
import { abandoned, readBackFirst } from './refusals.ts'
import { sampleReservation } from './sample-reservation.ts'
import { tool } from './tool.ts'

export const change = tool({
  name: 'change',
  title: 'Change a reservation',
  does: "Move one of the caller's reservations to another date, time or party size. If that is not possible it stays as it is.",
  useWhen:
    'the caller wants to come on another date, at another time or with more or fewer guests, and said yes after you read the new details back',
  avoidWhen:
    'the caller is neither verified nor booked in this conversation; use customers_verify first. Do not call it to give a reservation up; use reservations_cancel',
  returns: 'the new details, ready to say aloud, or the nearest open times',
  examples: [{ code: 'R-1842', time: '20:00', read_back: true }],
  tier: 'write',
  scopes: ['reservations:write'],
  needs: ['customer', 'reservation'],
  input: z.strictObject({
    code: fields.code,
    date: fields.date
      .optional()
      .describe(
        'New date as YYYY-MM-DD, for example 2026-03-14; "today", "tomorrow" or a weekday such as "friday" are also valid. Leave out to keep the date.',
      ),
    time: fields.time
      .optional()
      .describe(
        'New start time as 24-hour HH:MM, for example 20:00, or with AM or PM, for example "8 PM". Leave out to keep the time.',
      ),
    party_size: fields.partySize
      .optional()
      .describe(
        'New number of guests, a whole number from 1 to 100, for example 5. Leave out to keep the number.',
      ),
    read_back: fields.readBack,
  }),
  handler: async (input, { desk, speech, view }, { signal, conversation }) => {
    const { code, party_size: partySize, read_back: readBack } = input
    const [date, time] = [given(input.date), given(input.time)]
    const access = await accessOf(conversation)
    const wish = { code, date, time, partySize, conversation: conversation?.id ?? null }
    const plan = desk.planChange(wish, access)
    if ('problem' in plan) return explain(plan, speech, readCode(code))
    if (!readBack)
      return readBackFirst(`${plan.reservation.code} moves to ${visitPhrase(speech, plan)}`)
    if (signal.aborted) return abandoned('change the reservation')
    const changed = desk.change(plan)
    if ('problem' in changed) return explain(changed, speech, plan.reservation.code)
    return { reservation: view(changed) }
  },
  concise: ({ reservation }, { speech }) => {
    const { date, time, party_size: partySize, code } = reservation
    return `${code} is now ${visitPhrase(speech, { date, time, partySize })}.`
  },
  samples: [{ reservation: sampleReservation('booked') }],
})
