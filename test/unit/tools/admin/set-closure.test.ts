import { expect, test } from 'vitest'

import { booked, rig } from './rig.ts'
import { ONE_TABLE } from '../reservations/restaurants.ts'

const TOOL = 'admin_set_closure'
const CANCEL = { date: 'friday', reason: 'Burst pipe.', reservations: 'cancel' }
const MOVE = { ...CANCEL, reservations: 'move', move_to: 'saturday' }

const BEN = { time: '18:00', party_size: 2, name: 'Ben Okafor', phone: '415 555 0147' }

test('the plan says which day it is, and whose reservations it is about', async () => {
  const house = await rig()
  const codes = [await booked(house), await booked(house, BEN)].toReversed()
  expect(await house.plan(TOOL, CANCEL)).toStrictEqual({
    resolved: { date: '2026-03-13', reason: 'Burst pipe.', move_to: null, codes, guests: 6 },
    readBack:
      'close on Friday, March 13, cancel 2 reservations for 6 guests, with the reason: Burst pipe',
  })
  expect(await house.plan(TOOL, MOVE)).toStrictEqual({
    resolved: {
      date: '2026-03-13',
      reason: 'Burst pipe.',
      move_to: '2026-03-14',
      codes,
      guests: 6,
    },
    readBack:
      'close on Friday, March 13, move 2 reservations for 6 guests to Saturday, March 14 at the same time, with the reason: Burst pipe',
  })
})

test('it names neither guests nor phone numbers, which would be in every ticket', async () => {
  const house = await rig()
  await booked(house)
  expect(JSON.stringify(await house.plan(TOOL, CANCEL))).not.toMatch(/Moreno|0132/)
})

test('a booking that is made meanwhile makes it another plan', async () => {
  const house = await rig()
  await booked(house)
  const before = await house.plan(TOOL, CANCEL)
  expect(await house.plan(TOOL, CANCEL)).toStrictEqual(before)
  await booked(house, BEN)
  expect(await house.plan(TOOL, CANCEL)).not.toStrictEqual(before)
})

test('what was cancelled is said, and in detail whom to call', async () => {
  const house = await rig()
  const [ada, ben] = [await booked(house), await booked(house, BEN)]
  const { text, reply } = await house.call(TOOL, CANCEL, { operationKey: 'op-1' })
  expect(text).toBe(
    'We are closed on Friday, March 13 now, and 2 reservations for 6 guests are cancelled. Nobody was told of it yet, so have the guests called.',
  )
  expect(reply?.text('detailed').split('\n')).toStrictEqual([
    text,
    expect.stringMatching(new RegExp(`^${ben}, 6 PM, 2 guests: Ben Okafor, .*0147\\.$`)),
    expect.stringMatching(new RegExp(`^${ada}, 7:30 PM, 4 guests: Ada Moreno, .*0132\\.$`)),
  ])
  expect(reply?.value).toMatchObject({ date: '2026-03-13', moved_to: null, visits: [{}, {}] })
  expect((await house.call('reservations_book', { ...BOOKING })).text).toContain('closed on Friday')
})

const BOOKING = {
  date: '2026-03-13',
  time: '20:00',
  party_size: 2,
  name: 'Emi Tanaka',
  phone: '415 555 0195',
}

test('what was moved is said, and so is that nothing was booked', async () => {
  const house = await rig()
  await booked(house)
  expect((await house.call(TOOL, MOVE)).text).toMatch(
    /^We are closed on Friday, March 13 now, and 1 reservation for 4 guests is moved to Saturday, March 14 at the same time\./,
  )
  const empty = { ...CANCEL, date: '2026-03-20' }
  expect(await house.plan(TOOL, empty)).toMatchObject({
    readBack: 'close on Friday, March 20, for which nothing is booked, with the reason: Burst pipe',
  })
  expect((await house.call(TOOL, empty)).text).toBe(
    'We are closed on Friday, March 20 now, and nothing was booked for it.',
  )
})

test('the same operation closes once, and a retry finds the plan that was agreed to', async () => {
  const house = await rig()
  await booked(house)
  const plan = await house.plan(TOOL, MOVE)
  const first = await house.call(TOOL, MOVE, { operationKey: 'op-1' })
  expect(await house.plan(TOOL, MOVE)).toStrictEqual(plan)
  const again = await house.call(TOOL, MOVE, { operationKey: 'op-1' })
  expect([again.text, again.reply?.value]).toStrictEqual([first.text, first.reply?.value])
})

test('a call that nobody waits for closes nothing', async () => {
  const house = await rig()
  await booked(house)
  const plan = await house.plan(TOOL, CANCEL)
  const { outcome } = await house.call(TOOL, CANCEL, { signal: AbortSignal.abort() })
  expect(outcome).toBe('cancelled')
  expect(await house.plan(TOOL, { ...CANCEL, reason: 'Fire' })).toMatchObject({
    resolved: { codes: Object(plan).resolved.codes },
  })
})

test.each([
  ['a day to move to, and to cancel', { ...CANCEL, move_to: 'saturday' }, /Ask which of the two/],
  ['no day to move to', { ...CANCEL, reservations: 'move', move_to: ' ' }, /is missing/],
  ['a day that is past', { ...CANCEL, date: '2026-03-01' }, /already past/],
  ['a closed day', { ...CANCEL, date: 'monday' }, /We are closed on Monday, March 16 already/],
  ['a day far ahead', { ...CANCEL, date: '2026-12-01' }, /can be booked up to/],
])('%s is refused, planned or called', async (_, input, words) => {
  const house = await rig()
  expect(await house.plan(TOOL, input)).toMatchObject({ message: expect.stringMatching(words) })
  const { outcome, text } = await house.call(TOOL, input)
  expect(outcome).toMatch(/invalid_input|conflict/)
  expect(text).toMatch(words)
})

test('guests who fit nowhere keep the day open', async () => {
  const house = await rig(ONE_TABLE)
  await booked(house)
  await booked(house, { ...BEN, time: '19:30', date: '2026-03-14' })
  for (const made of [await house.plan(TOOL, MOVE), await house.call(TOOL, MOVE)])
    expect(JSON.stringify(made)).toContain('conflict')
  const { text } = await house.call('reservations_check', {
    date: 'friday',
    party_size: 2,
    meal: 'dinner',
  })
  expect(text).toMatch(/^Open/)
})
