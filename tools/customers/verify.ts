import * as z from 'zod'

import { plainName, refuse, type Conversation } from '../../src/index.ts'
import { readClaim, type Gap } from './claim.ts'
import type { Customer } from './customer.ts'
import { tool } from './tool.ts'

const WHAT_TO_ASK: Readonly<Record<Gap, string>> = {
  unreadable_phone:
    'That phone number is not complete. Ask the caller for it again, with the area code.',
  unreadable_birth_date:
    'That date of birth is not clear. Ask the caller for the day, the month by its name, and the year.',
  no_secret:
    'That does not prove who the caller is. Ask for their postcode or their date of birth as well.',
  one_fact: 'One fact is not enough. Ask for their phone number or their last name as well.',
}

const NO_CONVERSATION =
  'This connection did not name its conversation, so nobody can be verified on it. Hand over to a colleague, and have the operator set a conversation handle.'

/** Word for word the same for a wrong fact, an unknown customer and several, or it would tell which facts are right. */
const NO_MATCH =
  'Those details do not match one customer. Ask the caller to check them, or hand over to a colleague.'

const LOCKED =
  'There were too many tries to verify, so no more can be made now. Hand over to a colleague.'

export const verify = tool({
  name: 'verify',
  title: 'Verify the caller',
  does: 'Verify who the caller is by two facts that they say themselves, at least one of them their postcode or date of birth.',
  useWhen:
    'another tool answers that the caller is not verified, and the caller has told you two of these facts',
  avoidWhen:
    'the caller is verified already, or a colleague only wants to look somebody up; use customers_search for that',
  returns: 'the name of the verified customer, or what to ask the caller next',
  examples: [
    { phone: '415 555 0100', postcode: '94105' },
    { surname: 'Rivera', birth_date: '1988-07-21' },
  ],
  tier: 'write',
  scopes: ['customers:verify'],
  gives: ['customer'],
  input: z.strictObject({
    phone: z
      .string()
      .max(40)
      .optional()
      .describe('Phone number the caller is known by, for example 415 555 0100 or +14155550100.'),
    surname: z.string().max(80).optional().describe('Last name only, for example Rivera.'),
    postcode: z
      .string()
      .max(20)
      .optional()
      .describe('Postcode or ZIP code of their home, for example 94105.'),
    birth_date: z
      .string()
      .max(40)
      .optional()
      .describe('Date of birth as YYYY-MM-DD, for example 1988-07-21.'),
  }),
  handler: async (input, { directory, tries, country, grantMinutes }, { conversation }) => {
    if (!conversation) return refuse('no_conversation', NO_CONVERSATION)
    const claim = readClaim(input, country)
    if (typeof claim === 'string') return refuse('invalid_input', WHAT_TO_ASK[claim])
    const verdict = await tries.spend(conversation.id, claim, () => directory.match(claim))
    if (verdict.kind === 'locked') return refuse('too_many_tries', LOCKED)
    if (verdict.kind === 'miss') return refuse('not_found', NO_MATCH)
    const { id, name } = verdict.found
    // The last write: if anything failed after it, a caller who is verified would be told of an error.
    await unlock(conversation, verdict.found, grantMinutes * 60_000)
    return { id, name }
  },
  concise: ({ name }) => `${name} is verified. Go on with what the caller asked for.`,
  samples: [{ id: 'C-101', name: 'Ada Moreno' }],
})

/** One customer at a time: whoever takes over the call must not act as the one before. */
async function unlock(conversation: Conversation, customer: Customer, forMs: number) {
  const { id, name, phone, email } = customer
  const facts = { name, plainName: plainName(name), phone, ...(email !== '' && { email }) }
  await conversation.giveAlone({ kind: 'customer', subject: id, facts }, forMs)
}
