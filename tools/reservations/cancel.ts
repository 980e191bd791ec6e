import * as z from 'zod'

import { abandoned } from './abandoned.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import { instantAt } from './moment.ts'
import { ownReservation } from './owning.ts'
import { visitPhrase, whenPhrase } from './phrases.ts'
import { sampleReservation } from './sample-reservation.ts'
import { SENT_TWICE_WITHIN_MS, tool } from './tool.ts'

export const cancel = tool({
  name: 'cancel',
  title: 'Cancel a reservation',
  does: "Cancel one of the caller's upcoming reservations and free its table.",
  useWhen: 'the caller will not come after all, and the code is known',
  avoidWhen:
    'the caller is neither verified nor booked in this conversation; use customers_verify first. Do not call it when another date, time or party size would do; use reservations_change',
  returns:
    'first which one to read back to the caller, then, after their yes, that it is cancelled, both ready to say aloud',
  examples: [{ code: 'R-1842' }],
  tier: 'write',
  scopes: ['reservations:write'],
  needs: ['customer', 'reservation'],
  confirm: 'spoken',
  duplicatesWithinMs: SENT_TWICE_WITHIN_MS,
  resumes: true,
  recorded: ['code'],
  ...ownReservation,
  input: z.strictObject({
    code: fields.code,
  }),
  plan: (input, { desk, speech }) => {
    const reservation = desk.planCancel(input.code)
    if ('problem' in reservation) return explain(reservation, speech)
    const { code, date, time, partySize, startMs } = reservation
    return {
      resolved: { code, date, time, party_size: partySize, starts_at: instantAt(startMs) },
      readBack: `cancel ${code} for ${visitPhrase(speech, reservation)}`,
    }
  },
  handler: ({ code }, { desk, speech, view }, { signal, operationKey }) => {
    if (signal.aborted) return abandoned('cancel the reservation')
    const cancelled = desk.cancel(code, operationKey)
    if ('problem' in cancelled) return explain(cancelled, speech)
    return { reservation: view(cancelled) }
  },
  concise: ({ reservation }, { speech }) =>
    `${reservation.code} for ${whenPhrase(speech, reservation)} is cancelled.`,
  samples: [{ reservation: sampleReservation('cancelled') }],
})
