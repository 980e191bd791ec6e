import * as z from 'zod'

import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { visitPhrase } from './phrases.ts'
import { abandoned, readBackFirst } from './refusals.ts'
import { sampleReservation } from './sample-reservation.ts'
import { tool } from './tool.ts'

/** Long enough to change or cancel later in the same conversation. */
const GRANT_MS = 12 * 60 * 60_000

export const book = tool({
  name: 'book',
  title: 'Book a table',
  does: 'Book a table and get the reservation code.',
  useWhen:
    'the caller has chosen an open time, given a name and a phone number, and said yes after you read the details back',
  avoidWhen:
    'the time was not checked yet; use reservations_check. Do not call it to move an existing reservation; use reservations_change',
  returns: 'the confirmed details and the reservation code, ready to say aloud',
  examples: [
    {
      date: '2026-03-13',
      time: '19:30',
      party_size: 4,
      name: 'Ada Moreno',
      phone: '+1 415 555 0132',
      read_back: true,
    },
  ],
  tier: 'write',
  scopes: ['reservations:write'],
  gives: ['reservation'],
  input: z.strictObject({
    date: fields.date,
    time: fields.time,
    party_size: fields.partySize,
    name: fields.name,
    phone: fields.phone,
    notes: fields.notes.optional(),
    read_back: fields.readBack,
  }),
  handler: async (input, { desk, speech, view }, { signal, conversation }) => {
    const { party_size: partySize, notes = '', read_back: readBack, ...rest } = input
    const wish = { ...rest, partySize, notes, conversation: conversation?.id ?? null }
    const plan = desk.planBooking(wish)
    if ('problem' in plan) return explain(plan, speech)
    if (!readBack)
      return readBackFirst(
        `${visitPhrase(speech, plan)}, for ${plan.name}, ${speech.phone(plan.phone)}`,
      )
    if (signal.aborted) return abandoned('book the table')
    const booked = desk.book(plan)
    if ('problem' in booked) return explain(booked, speech)
    await conversation?.give({ kind: 'reservation', subject: booked.code, facts: {} }, GRANT_MS)
    return { reservation: view(booked) }
  },
  concise: ({ reservation }, { speech }) => {
    const { date, time, party_size: partySize, code } = reservation
    return `Booked for ${visitPhrase(speech, { date, time, partySize })}. The code is ${code}.`
  },
  samples: [{ reservation: sampleReservation('booked') }],
})
