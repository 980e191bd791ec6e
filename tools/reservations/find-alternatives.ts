import type { Speech } from '../../src/index.ts'
import * as z from 'zod'

import type { OpenDay } from './alternatives.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { tool } from './tool.ts'

export const findAlternatives = tool({
  name: 'find_alternatives',
  title: 'Find other days',
  does: 'Find the days nearest to a date, up to three, that have open start times for a meal and party size.',
  useWhen: 'the date the caller wants is full or closed, or they ask which other days are possible',
  avoidWhen: 'the caller has named a date that was not checked yet; use reservations_check',
  returns: 'up to three days with their open start times, ready to say aloud',
  examples: [
    { date: 'friday', party_size: 4, meal: 'dinner' },
    { date: 'tomorrow', party_size: 2, meal: 'lunch' },
  ],
  tier: 'read',
  scopes: ['reservations:read'],
  recorded: ['date', 'party_size', 'meal'],
  input: z.strictObject({
    date: fields.date.describe(
      'The date that does not suit, as YYYY-MM-DD, for example 2026-03-13. "today", "tomorrow" or a weekday such as "friday" are also valid.',
    ),
    party_size: fields.partySize,
    meal: fields.meal,
  }),
  handler: ({ date, party_size, meal }, { desk, speech }) => {
    const found = desk.openDaysNear({ date, partySize: party_size, meal })
    if ('problem' in found) return explain(found, speech)
    return { meal, party_size, days: found.days }
  },
  concise: ({ meal, party_size, days }, { speech }) => {
    const what = `for ${meal}, ${speech.count(party_size, 'guest')}`
    if (days.length === 0)
      return `No other day is open ${what}. Offer another meal, or hand over to a colleague.`
    return `Open ${what}: ${days.map((day) => dayPhrase(day, speech)).join('; ')}.`
  },
  detailed: ({ meal, party_size, days }, { speech }) => {
    const lines = days.map(
      ({ date, times }) =>
        `${speech.date(date)} (${date}): ${speech.list(times.map(speech.time))}.`,
    )
    const head = `Nearest days with open start times for ${meal}, ${speech.count(party_size, 'guest')}`
    return [`${head}: ${days.length === 0 ? 'none' : days.length}.`, ...lines].join('\n')
  },
  samples: [
    {
      meal: 'dinner',
      party_size: 4,
      days: [
        { date: '2026-03-12', times: ['17:30', '17:45', '20:45'] },
        { date: '2026-03-14', times: ['18:00'] },
        { date: '2026-03-15', times: ['17:30', '20:30', '20:45', '21:00'] },
      ],
    },
    { meal: 'lunch', party_size: 2, days: [] },
  ],
})

function dayPhrase({ date, times }: OpenDay, speech: Speech): string {
  return `${speech.date(date)}, ${speech.times(times)}`
}
