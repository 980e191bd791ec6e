import * as z from 'zod'

import * as fields from './fields.ts'
import { explain } from './explain.ts'
import { tool } from './tool.ts'

export const check = tool({
  name: 'check',
  title: 'Check open tables',
  does: 'Check at which times a table is free on one date, for one meal and party size.',
  useWhen: 'the caller asks for a table and you have the date, the party size and the meal',
  avoidWhen:
    'that date is already known to be full or closed; use reservations_find_alternatives. Do not call it to see an existing reservation; use reservations_look_up',
  returns: 'the open start times, ready to say aloud, or the reason why there are none',
  examples: [
    { date: 'friday', party_size: 4, meal: 'dinner' },
    { date: 'tomorrow', party_size: 2, meal: 'lunch' },
  ],
  tier: 'read',
  scopes: ['reservations:read'],
  recorded: ['date', 'party_size', 'meal'],
  input: z.strictObject({
    date: fields.date,
    party_size: fields.partySize,
    meal: fields.meal,
  }),
  handler: ({ date, party_size, meal }, { desk, speech }) => {
    const day = desk.openTimes({ date, partySize: party_size, meal })
    if ('problem' in day) return explain(day, speech)
    return { date: day.date, meal, party_size, times: day.times }
  },
  concise: ({ date, meal, party_size, times }, { speech }) => {
    const what = `for ${meal} on ${speech.date(date)}, ${speech.count(party_size, 'guest')}`
    if (times.length === 0) return `Nothing is open ${what}. Offer to look at nearby days.`
    return `Open ${what}: ${speech.times(times)}.`
  },
  detailed: ({ date, meal, party_size, times }, { speech, restaurant }) => {
    const open = times.length > 0 ? speech.list(times.map(speech.time)) : 'none'
    return [
      `${restaurant.name}, ${meal} on ${speech.date(date)} (${date}).`,
      `Open start times for ${speech.count(party_size, 'guest')}: ${open}.`,
      `A table is kept for ${speech.count(restaurant.sittingMinutes, 'minute')}.`,
      `The largest party is ${speech.count(restaurant.largestParty, 'guest')}.`,
    ].join(' ')
  },
  samples: [
    { date: '2026-03-13', meal: 'dinner', party_size: 4, times: ['17:30', '17:45', '20:45'] },
    { date: '2026-03-13', meal: 'lunch', party_size: 2, times: [] },
  ],
})
