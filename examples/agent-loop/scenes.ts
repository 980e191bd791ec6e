import assert from 'node:assert/strict'

import { DOUBTFUL } from './doubtful.ts'
import { HASTY } from './hasty.ts'
import { confirmationIn, dateOf, refused, said, type Scene } from './script.ts'

const VISIT = { date: dateOf('friday'), party_size: 4 }

/** Toolcrib takes no yes for a person's that comes sooner than 2 s after the question. */
const A_MOMENT_MS = 2_200

const BOOKING = {
  ...VISIT,
  time: '19:30',
  name: 'Lena Fischer',
  phone: '+1 415 555 0119',
}

export const SCENES: readonly Scene[] = [
  {
    title: 'Two questions at once go out together',
    outcomes: ['success', 'success'],
    atOnce: 2,
    user: ['Do you have a table for four next Friday, for lunch or for dinner?'],
    *script() {
      const [lunch, dinner] = yield {
        calls: [
          { name: 'reservations_check', input: { ...VISIT, meal: 'lunch' } },
          { name: 'reservations_check', input: { ...VISIT, meal: 'dinner' } },
        ],
      }
      said(lunch, /^Open for lunch/)
      said(dinner, /^Open for dinner/)
      yield { say: 'We have tables for both. Would you like lunch or dinner?' }
    },
  },
  {
    title: 'A wrong argument: the answer names it, and what would be right',
    outcomes: ['invalid_input', 'success'],
    user: ['A table for four next Friday evening?'],
    *script() {
      const wish = { ...VISIT, meal: 'dinner' }
      const [slip] = yield {
        calls: [{ name: 'reservations_check', input: { ...wish, party_size: 'a few' } }],
      }
      refused(slip, /party_size was "a few".*whole number/)
      const [open] = yield { calls: [{ name: 'reservations_check', input: wish }] }
      said(open, /^Open for dinner/)
      yield { say: 'Yes, from half past five on. What time suits you?' }
    },
  },
  {
    title: 'A tool that is not there: the answer names the nearest',
    outcomes: ['unknown_tool', 'success'],
    user: ['Is there anything free next Friday evening for four?'],
    *script() {
      const input = { ...VISIT, meal: 'dinner' }
      const [unknown] = yield { calls: [{ name: 'reservations_checks', input }] }
      refused(unknown, /no tool called reservations_checks/)
      const [, name = ''] = /Did you mean (\w+)\?/.exec(unknown?.text ?? '') ?? []
      const [open] = yield { calls: [{ name, input }] }
      said(open, /^Open for dinner/)
      yield { say: 'Yes, we have tables. What time suits you?' }
    },
  },
  {
    title:
      'A day that is not possible: the answer says which is, and the caller hears it before it is booked',
    outcomes: ['conflict', 'confirm_first', 'success', 'success'],
    answersAfterMs: A_MOMENT_MS,
    user: [
      'Book a table for four on Monday at half past seven, for Lena Fischer.',
      'Then Tuesday.',
      'Yes.',
    ],
    *script() {
      const monday = { ...BOOKING, date: dateOf('monday') }
      const [closed] = yield { calls: [{ name: 'reservations_book', input: monday }] }
      refused(closed, /closed on Monday.*The next day with a service is Tuesday/)
      yield { say: 'We are closed on Mondays. Would Tuesday do?' }
      const tuesday = { ...BOOKING, date: dateOf('tuesday') }
      const [details] = yield { calls: [{ name: 'reservations_book', input: tuesday }] }
      refused(details, /^Read this back to the caller: .*Tuesday.*7:30 PM.*Lena Fischer/)
      yield { say: 'Tuesday at half past seven, four guests, for Lena Fischer. Is that right?' }
      const agreed = { ...tuesday, confirmation_code: confirmationIn(details) }
      const [booked] = yield { calls: [{ name: 'reservations_book', input: agreed }] }
      said(booked, /The code is R-\d+/)
      // A model that did not hear the answer may ask again: it is the same booking.
      const [again] = yield { calls: [{ name: 'reservations_book', input: agreed }] }
      assert.equal(again?.text, `Already done: ${booked?.text}`)
      yield { say: 'It is booked. I will spell you the code.' }
    },
  },
  {
    title: 'A proof that is missing, then one that is wrong, then the right one',
    outcomes: ['not_verified', 'not_found', 'success', 'confirm_first', 'success'],
    atOnce: 2,
    answersAfterMs: A_MOMENT_MS,
    user: [
      'Please cancel R-1842.',
      'My number is 415 555 0132, and my postcode 94111.',
      'Sorry, 94110.',
      'Yes.',
    ],
    *script() {
      const cancel = { code: 'R-1842' }
      const [stranger] = yield { calls: [{ name: 'reservations_cancel', input: cancel }] }
      refused(stranger, /Call customers_verify first/)
      yield { say: 'What are your phone number and your postcode?' }
      const ada = { phone: '415 555 0132', postcode: '94110' }
      const [wrong] = yield {
        calls: [{ name: 'customers_verify', input: { ...ada, postcode: '94111' } }],
      }
      refused(wrong, /Ask the caller to check them/)
      yield { say: 'That is not what I have here. Could you check them?' }
      // Both at once: writes of one conversation run in the order in which they were sent.
      const [verified, details] = yield {
        calls: [
          { name: 'customers_verify', input: ada },
          { name: 'reservations_cancel', input: cancel },
        ],
      }
      said(verified, /Ada Moreno is verified/)
      refused(details, /^Read this back to the caller: cancel R-1842/)
      yield { say: 'That is a table for three at seven. Shall I cancel it?' }
      const agreed = { ...cancel, confirmation_code: confirmationIn(details) }
      const [cancelled] = yield { calls: [{ name: 'reservations_cancel', input: agreed }] }
      said(cancelled, /R-1842.*is cancelled/)
      yield { say: 'It is cancelled.' }
    },
  },
  {
    title: 'Somebody guesses: after three tries there are no more',
    outcomes: ['not_found', 'not_found', 'not_found', 'too_many_tries'],
    user: ['I am Ben. My postcode begins with 9410, I forget the rest.'],
    *script() {
      for (const digit of [1, 2, 3]) {
        const input = { phone: '415 555 0147', postcode: `9410${digit}` }
        const [miss] = yield { calls: [{ name: 'customers_verify', input }] }
        refused(miss, /do not match/)
      }
      const input = { phone: '415 555 0147', postcode: '94107' }
      const [locked] = yield { calls: [{ name: 'customers_verify', input }] }
      // The fourth would have been right.
      refused(locked, /too many tries.*Hand over to a colleague/)
      yield { say: 'A colleague will call you back at the number we have.' }
    },
  },
  {
    title: 'More than one match: the answer says what to ask; none: what to offer',
    outcomes: ['not_found', 'ambiguous', 'success'],
    user: ['Do you have a liver cake?', 'Chocolate, then.', 'The one with pear.'],
    *script() {
      const [none] = yield { calls: [{ name: 'kitchen_find_cake', input: { flavour: 'liver' } }] }
      refused(none, /Offer another flavour/)
      yield { say: 'We have no liver cake. Would another flavour do?' }
      const [two] = yield {
        calls: [{ name: 'kitchen_find_cake', input: { flavour: 'chocolate' } }],
      }
      refused(two, /Ask whether they want chocolate mousse or chocolate and pear/)
      yield { say: 'Would that be the mousse, or the one with pear?' }
      const [one] = yield { calls: [{ name: 'kitchen_find_cake', input: { flavour: 'pear' } }] }
      said(one, /chocolate and pear/)
      yield { say: 'A chocolate and pear cake it is.' }
    },
  },
  {
    title: 'Out of time: nothing was changed by a question, so it is asked again',
    outcomes: ['timeout', 'success'],
    user: ['Can you bake a cake for Friday?'],
    *script() {
      const call = { name: 'kitchen_check_oven', input: { day: 'friday' } }
      const [slow] = yield { calls: [call] }
      refused(slow, /taking too long.*try again/)
      const [room] = yield { say: 'One moment, please.', calls: [call] }
      said(room, /room on friday/)
      yield { say: 'Yes, there is room on Friday.' }
    },
  },
  {
    title: 'Out of time in a write: the work goes on, and the same request gets its result',
    outcomes: ['still_working', 'success'],
    user: ['Order the cherry cake for Friday.'],
    *script() {
      const call = { name: 'kitchen_order_cake', input: { cake: 'cherry', day: 'friday' } }
      const [slow] = yield { calls: [call] }
      refused(slow, /still being worked on.*Send the same request again/)
      const [ordered] = yield { say: 'One moment, please.', calls: [call] }
      said(ordered, /^Already done: A cherry cake is ordered for friday/)
      yield { say: 'The cherry cake is ordered for Friday.' }
    },
  },
  DOUBTFUL,
  HASTY,
  {
    title: 'Busy: nothing was changed, so it is sent again as it was',
    outcomes: ['busy', 'success'],
    user: ['Order the lemon cake for Saturday.'],
    *script() {
      const call = { name: 'kitchen_order_cake', input: { cake: 'lemon', day: 'saturday' } }
      const [busy] = yield { calls: [call] }
      refused(busy, /Try again in a moment/)
      const [ordered] = yield { calls: [call] }
      said(ordered, /lemon cake is ordered for saturday/)
      yield { say: 'The lemon cake is ordered for Saturday.' }
    },
  },
  {
    title: 'A bug: its text stays in the log, and the answer has the reference',
    outcomes: ['internal'],
    user: ['What does the lemon cake cost?'],
    *script() {
      const [bug] = yield { calls: [{ name: 'kitchen_price_cake', input: { cake: 'lemon' } }] }
      refused(bug, /The reference is \w+\.$/)
      assert.doesNotMatch(bug?.text ?? '', /price list/)
      yield { say: 'I cannot see the price. A colleague will call you with it.' }
    },
  },
  {
    title: 'A conversation without a usable name: the agent hands over, for its program is wrong',
    outcomes: ['bad_handle'],
    user: ['A table for four next Friday evening?'],
    conversation: '',
    *script() {
      const input = { ...VISIT, meal: 'dinner' }
      const [wrong] = yield { calls: [{ name: 'reservations_check', input }] }
      refused(wrong, /conversation handle.*Tell the operator/)
      yield { say: 'I cannot look that up. A colleague will call you back.' }
    },
  },
  {
    title: 'The caller hangs up: the question is withdrawn, and nobody answers',
    outcomes: ['cancelled'],
    user: ['Can you bake a cake for Saturday?'],
    hangsUp: true,
    *script() {
      yield { calls: [{ name: 'kitchen_check_oven', input: { day: 'saturday' } }] }
      assert.fail('The model was asked to speak to a caller who is gone.')
    },
  },
  {
    title: 'A model that never stops: after its last round it has no tools, and must speak',
    outcomes: ['success', 'success', 'success', 'success', 'success'],
    user: ['Find me the very best table.'],
    *script() {
      for (;;) {
        const input = { ...VISIT, meal: 'dinner' }
        const [open] = yield { calls: [{ name: 'reservations_check', input }] }
        if (open === undefined) return
      }
    },
  },
]
