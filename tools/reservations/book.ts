import * as z from 'zod'

import type { Conversation } from '../../src/index.ts'
import { abandoned } from './abandoned.ts'
import type { Wish } from './booking.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { bookingPhrase, visitPhrase } from './phrases.ts'
import type { Reservation } from './reservation.ts'
import { sampleReservation } from './sample-reservation.ts'
import { SENT_TWICE_WITHIN_MS, tool } from './tool.ts'

/** Long enough to change or cancel later in the same conversation. */
const GRANT_MS = 12 * 60 * 60_000

const input = z.strictObject({
  date: fields.date,
  time: fields.time,
  party_size: fields.partySize,
  name: fields.name,
  phone: fields.phone,
  notes: fields.notes.optional(),
})

export const book = tool({
  name: 'book',
  title: 'Book a table',
  does: 'Book a table and get the reservation code.',
  useWhen: 'the caller has chosen an open time and given a name and a phone number',
  avoidWhen:
    'the time was not checked yet; use reservations_check. Do not call it to move an existing reservation; use reservations_change',
  returns:
    'first the details to read back to the caller, then, after their yes, the reservation code, both ready to say aloud',
  examples: [
    {
      date: 'friday',
      time: '19:30',
      party_size: 4,
      name: 'Ada Moreno',
      phone: '+1 415 555 0132',
    },
  ],
  tier: 'write',
  scopes: ['reservations:write'],
  gives: ['reservation'],
  confirm: 'spoken',
  duplicatesWithinMs: SENT_TWICE_WITHIN_MS,
  resumes: true,
  recorded: ['date', 'time', 'party_size'],
  input,
  plan: (wish, { desk, speech }, { conversation }) => {
    const plan = desk.planBooking(wishOf(wish, conversation))
    if ('problem' in plan) return explain(plan, speech)
    const { date, time, partySize, name, phone, notes, startsAt } = plan
    return {
      resolved: { date, time, party_size: partySize, name, phone, notes, starts_at: startsAt },
      readBack: bookingPhrase(speech, plan),
    }
  },
  handler: async (wish, { desk, speech, view }, { signal, conversation, operationKey }) => {
    if (signal.aborted) return abandoned('book the table')
    const booked = desk.book(wishOf(wish, conversation), operationKey)
    if ('problem' in booked) return explain(booked, speech)
    return { reservation: view(booked), remembered: await remember(conversation, booked) }
  },
  concise: ({ reservation }, { speech }) => {
    const { date, time, party_size: partySize, code } = reservation
    return `Booked for ${visitPhrase(speech, { date, time, partySize })}. The code is ${code}.`
  },
  samples: [{ reservation: sampleReservation('booked'), remembered: true }],
})

function wishOf(
  { party_size: partySize, notes = '', ...rest }: z.output<typeof input>,
  conversation: Conversation | undefined,
): Wish {
  return { ...rest, partySize, notes, conversation: conversation?.id ?? null }
}

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
