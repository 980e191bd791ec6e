import * as z from 'zod'

import { accessOf } from './access.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { whenPhrase, visitPhrase } from './phrases.ts'
import { abandoned, readBackFirst } from './refusals.ts'
import { sampleReservation } from './sample-reservation.ts'
import { tool } from './tool.ts'

export const cancel = tool({
  name: 'cancel',
  title: 'Cancel a reservation',
  does: "Cancel one of the caller's upcoming reservations and free its table.",
  useWhen:
    'the caller will not come after all, the code is known, and they said yes after you read the reservation back',
  avoidWhen:
    'the caller is neither verified nor booked in this conversation; use customers_verify first. Do not call it when another date, time or party size would do; use reservations_change',
  returns: 'that the reservation is cancelled, ready to say aloud; a repeated call does no harm',
  examples: [{ code: 'R-1842', read_back: true }],
  tier: 'write',
  scopes: ['reservations:write'],
  needs: ['customer', 'reservation'],
  input: z.strictObject({
    code: fields.code,
    read_back: fields.readBack,
  }),
  handler: async ({ code, read_back: readBack }, { desk, speech, view }, context) => {
    const access = await accessOf(context.conversation)
    const reservation = desk.planCancel(code, access)
    if ('problem' in reservation) return explain(reservation, speech)
    if (reservation.status === 'cancelled')
      return { reservation: view(reservation), was_cancelled_before: true }
    if (!readBack)
      return readBackFirst(`cancel ${reservation.code} for ${visitPhrase(speech, reservation)}`)
    if (context.signal.aborted) return abandoned('cancel the reservation')
    const cancelled = desk.cancel(reservation)
    if ('problem' in cancelled) return explain(cancelled, speech)
    return { reservation: view(cancelled), was_cancelled_before: false }
  },
  concise: ({ reservation, was_cancelled_before }, { speech }) => {
    const already = was_cancelled_before ? 'already ' : ''
    return `${reservation.code} for ${whenPhrase(speech, reservation)} is ${already}cancelled.`
  },
  samples: [
    { reservation: sampleReservation('cancelled'), was_cancelled_before: false },
    { reservation: sampleReservation('cancelled'), was_cancelled_before: true },
  ],
})
