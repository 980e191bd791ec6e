import { refuse, type CallContext, type ToolError } from '../../src/index.ts'
import * as z from 'zod'

import { accessOf, type Access } from './access.ts'
import { readCode } from './code.ts'
import { explain } from './explain.ts'
import * as fields from './fields.ts'
import type { Proof } from './finding.ts'
import { reservationPhrase } from './phrases.ts'
import type { Reservation } from './reservation.ts'
import { tool, type Services } from './tool.ts'

/** More than a caller keeps in mind. */
const LONGEST_LIST = 4

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
  input: z.strictObject({
    code: fields.code.optional(),
    surname: fields.surname.optional(),
    phone: fields.phone.optional(),
  }),
  handler: async ({ code, ...proof }, services, context) => {
    const access = await accessOf(context.conversation)
    const found =
      code === undefined
        ? upcoming(services, access, proof)
        : await byCode(code, services, access, proof, context)
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
        const { name, status, date, notes } = reservation
        const wishes = notes === '' ? 'no notes' : `notes: ${notes}`
        return `${reservationPhrase(speech, reservation)} (${date}), for ${name}, ${status}, ${wishes}.`
      })
      .join('\n'),
})

function upcoming(
  { desk }: Services,
  access: Access,
  proof: Proof,
): readonly Reservation[] | ToolError {
  if (access.phones.length === 0 && access.codes.length === 0)
    return refuse(
      'invalid_input',
      'Ask the caller for the reservation code and the surname or phone number it was booked with.',
    )
  const found = desk.upcomingFor(access, proof)
  if (found.length === 0)
    return refuse(
      'not_found',
      'This caller has no upcoming reservation. Offer to book a table, or ask for the code of an older one.',
    )
  if (found.length > LONGEST_LIST)
    return refuse(
      'ambiguous',
      `There are ${found.length} upcoming reservations, too many to read out. Ask for the code of the one they mean.`,
    )
  return found
}

async function byCode(
  text: string,
  { desk, limit, speech }: Services,
  access: Access,
  proof: Proof,
  { conversation, client }: CallContext,
): Promise<readonly Reservation[] | ToolError> {
  const code = readCode(text)
  if (code === undefined) return explain({ problem: 'unreadable_code' }, speech)
  const own = desk.openByCode(code, access)
  if (own) return [own]
  if (proof.surname === undefined && proof.phone === undefined)
    return refuse(
      'invalid_input',
      'Ask the caller for the surname or phone number the reservation was booked with.',
    )
  const asker = conversation?.id ?? `client ${client}`
  const guess = await limit.guess(asker, code, () => desk.provenByCode(code, proof))
  if (guess.locked)
    return refuse(
      'too_many_tries',
      'That was tried too often for now. Hand over to a colleague who can find the reservation.',
    )
  // One answer for a wrong code and for a wrong name: else codes could be collected first and names guessed later.
  if (!guess.hit)
    return refuse(
      'not_found',
      'No reservation matches those details. Check the code, and the surname or phone number, with the caller.',
    )
  return [guess.hit]
}
