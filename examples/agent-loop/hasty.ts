import { confirmationIn, dateOf, refused, type Scene } from './script.ts'

const WISH = {
  date: dateOf('tuesday'),
  party_size: 4,
  time: '18:30',
  name: 'Lena Fischer',
  phone: '+1 415 555 0119',
}

/** A model that does not wait for its caller, guesses, and then changes what was agreed. */
export const HASTY: Scene = {
  title:
    'A yes that nobody gave, a code that is none, a request that is another: nothing is booked',
  outcomes: [
    'confirm_first',
    'confirmation_too_soon',
    'confirmation_wrong',
    'confirmation_changed',
  ],
  answersAfterMs: 2_200,
  user: ['Book a table for four on Tuesday at half past six, for Lena Fischer.', 'Yes.'],
  *script() {
    const name = 'reservations_book'
    const [details] = yield { calls: [{ name, input: WISH }] }
    const code = { confirmation_code: confirmationIn(details) }
    const [hasty] = yield { calls: [{ name, input: { ...WISH, ...code } }] }
    refused(hasty, /Nobody can have answered yet/)
    const guess = { confirmation_code: '0000' }
    const [guessed] = yield { calls: [{ name, input: { ...WISH, ...guess } }] }
    refused(guessed, /That is not the code for this request/)
    yield { say: 'Tuesday at half past six, four guests, for Lena Fischer. Is that right?' }
    const now = { confirmation_code: confirmationIn(guessed) }
    const [changed] = yield { calls: [{ name, input: { ...WISH, party_size: 2, ...now } }] }
    refused(changed, /Something is different from what was confirmed/)
    yield { say: 'I would rather have a colleague call you back.' }
  },
}
