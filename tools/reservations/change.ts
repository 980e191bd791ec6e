import * as z from 'zod'

import { abandoned } from './abandoned.ts'
import type { ChangeWish } from './changing.ts'
import { readCode } from './code.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { given } from './given.ts'
import { instantAt } from './moment.ts'
import { ownReservation } from './owning.ts'
import { visitPhrase } from './phrases.ts'
import { sampleReservation } from './sample-reservation.ts'
import { SENT_TWICE_WITHIN_MS, tool } from './tool.ts'

const input = z.strictObject({
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
})

export const change = tool({
  name: 'change',
  title: 'Change a reservation',
  does: "Move one of the caller's reservations to another date, time or party size. If that is not possible it stays as it is.",
  useWhen: 'the caller wants to come on another date, at another time or with more or fewer guests',
  avoidWhen:
    'the caller is neither verified nor booked in this conversation; use customers_verify first. Do not call it to give a reservation up; use reservations_cancel',
  returns:
    'first the change to read back to the caller, then, after their yes, the new details, both ready to say aloud; or the nearest open times',
  examples: [{ code: 'R-1842', time: '20:00' }],
  tier: 'write',
  scopes: ['reservations:write'],
  needs: ['customer', 'reservation'],
  confirm: 'spoken',
  duplicatesWithinMs: SENT_TWICE_WITHIN_MS,
  resumes: true,
  recorded: ['code', 'date', 'time', 'party_size'],
  ...ownReservation,
  input,
  plan: (wish, { desk, speech }) => {
    const plan = desk.planChange(wishOf(wish))
    if ('problem' in plan) return explain(plan, speech, readCode(wish.code))
    const { reservation, date, time, partySize, startsAt } = plan
    return {
      resolved: {
        code: reservation.code,
        date,
        time,
        party_size: partySize,
        starts_at: startsAt,
        present_date: reservation.date,
        present_time: reservation.time,
        present_party_size: reservation.partySize,
        present_starts_at: instantAt(reservation.startMs),
      },
      readBack: `move ${reservation.code} from ${visitPhrase(speech, reservation)}, to ${visitPhrase(speech, plan)}`,
    }
  },
  handler: (wish, { desk, speech, view }, { signal, operationKey }) => {
    if (signal.aborted) return abandoned('change the reservation')
    const changed = desk.change(wishOf(wish), operationKey)
    if ('problem' in changed) return explain(changed, speech, readCode(wish.code))
    return { reservation: view(changed) }
  },
  concise: ({ reservation }, { speech }) => {
    const { date, time, party_size: partySize, code } = reservation
    return `${code} is now ${visitPhrase(speech, { date, time, partySize })}.`
  },
  samples: [{ reservation: sampleReservation('booked') }],
})

function wishOf({ code, date, time, party_size: partySize }: z.output<typeof input>): ChangeWish {
  return { code, date: given(date), time: given(time), partySize }
}
