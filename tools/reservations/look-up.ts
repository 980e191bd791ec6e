import * as z from 'zod'

import type { CallContext } from '../../src/index.ts'
import { accessOf } from './access.ts'
import { reservationOf, upcomingOf } from './claims.ts'
import * as fields from './fields.ts'
import { given } from './given.ts'
import { reservationPhrase, visitPhrase } from './phrases.ts'
import { sampleReservation } from './sample-reservation.ts'
import { tool } from './tool.ts'

export const lookUp = tool({
  name: 'look_up',
  title: 'Look up a reservation',
  does: 'Look up a reservation by its code together with the surname or the phone number, or all upcoming reservations of a verified caller without any arguments.',
  useWhen:
    'the caller asks about an existing reservation and has given its code and the surname or phone number, or has been verified',
  avoidWhen:
    'the caller has no code and is not verified; use customers_verify first. Do not call it to see which times are open; use reservations_check',
  returns: 'the date, time and party size of the reservation, ready to say aloud, or a short list',
  examples: [{ code: 'R-1842', surname: 'Moreno' }, {}],
  tier: 'read',
  scopes: ['reservations:read'],
  recorded: ['code'],
  input: z.strictObject({
    code: fields.code.optional(),
    surname: fields.surname.optional(),
    phone: fields.phone.optional(),
  }),
  handler: async (input, services, context) => {
    const code = given(input.code)
    const proof = { surname: given(input.surname), phone: given(input.phone) }
    const access = await accessOf(context.conversation)
    const found =
      code === undefined
        ? upcomingOf({ access, proof }, services)
        : await reservationOf({ code, access, proof, asker: askerOf(context) }, services)
    if (found instanceof Error) return found
    return {
      reservations: found.map((reservation) => ({
        ...services.view(reservation),
        notes: reservation.notes,
      })),
    }
  },
  concise: ({ reservations }, { speech }) => {
    const phrases = reservations.map((reservation) => reservationPhrase(speech, reservation))
    const [only = ''] = phrases
    if (phrases.length > 1)
      return `There are ${phrases.length} reservations: ${phrases.join('; ')}. Ask which one they mean.`
    return `${only}.`
  },
  detailed: ({ reservations }, { speech }) =>
    reservations
      .map((reservation) => {
        const { code, date, time, party_size: partySize, name, status, notes } = reservation
        const visit = visitPhrase(speech, { date, time, partySize })
        const wishes = notes === '' ? 'no notes' : `notes: ${notes}`
        return `${code} (${status}) on ${visit} (${date}), for ${name}, ${wishes}.`
      })
      .join('\n'),
  samples: [
    { reservations: [{ ...sampleReservation('booked'), notes: 'High chair, nut allergy' }] },
    {
      reservations: Array.from({ length: 4 }, () => ({
        ...sampleReservation('booked'),
        notes: '',
      })),
    },
  ],
})

/** Whose wrong tries are counted together. */
function askerOf({ conversation, client }: CallContext): string {
  return conversation ? `conversation ${conversation.id}` : `client ${client}`
}
