import * as z from 'zod'

import type { Conversation } from '../../src/index.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { visitPhrase } from './phrases.ts'
import { abandoned, readBackFirst } from './refusals.ts'
import type { Reservation } from './reservation.ts'
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
      date: 'friday',
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
    return { reservation: view(booked), remembered: await remember(conversation, booked) }
  },
  concise: ({ reservation }, { speech }) => {
    const { date, time, party_size: partySize, code } = reservation
    return `Booked for ${visitPhrase(speech, { date, time, partySize })}. The code is ${code}.`
  },
  samples: [{ reservation: sampleReservation('booked'), remembered: true }],
})

/**
 * Lets the conversation change and cancel what it booked, and tells whether it may. The table is booked by now, so a
 * grant that cannot be kept must not sound as if it were not: without one the guest has to verify to change it.
 */
async function remember(
  conversation: Conversation | undefined,
  { code }: Reservation,
): Promise<boolean> {
  if (!conversation) return false
  try {
    await conversation.give({ kind: 'reservation', subject: code, facts: {} }, GRANT_MS)
    return true
  } catch {
    return false
  }
}
