import { expect, test } from 'vitest'

import { conversation, customer } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted, type Mounted } from './mounted.ts'
import { ONE_TABLE, type RawConfig } from './restaurants.ts'

const ADA = customer('Ada Moreno', '+14155550132')
const BEN = customer('Ben Okafor', '+14155550147')

/** Ada's booking for Friday at 7:30 PM, made elsewhere, and Ada on the line. */
async function withAda(config?: RawConfig) {
  const house = await mounted(config ? { config } : {})
  const code = codeIn(await house.call('book', ADAS_TABLE))
  const ada = { conversation: conversation('ada', [ADA]) }
  const change = (what: object, how: object = ada) =>
    house.call('change', { code, read_back: true, ...what }, how)
  return { ...house, code, ada, change }
}

const bookedBy = (house: Pick<Mounted, 'said'>, code: string): Promise<string> =>
  house.said('look_up', { code, surname: 'Moreno' })

test('a reservation moves to another time, date and party size, under the same code', async () => {
  const house = await withAda()
  const { code, change } = house
  expect((await change({ time: '8 PM' })).text).toBe(
    `${code} is now Friday, March 13 at 8 PM, 4 guests.`,
  )
  expect((await change({ date: 'saturday', party_size: 6 })).text).toBe(
    `${code} is now Saturday, March 14 at 8 PM, 6 guests.`,
  )
  expect(await bookedBy(house, code)).toBe(`${code} on Saturday, March 14 at 8 PM, 6 guests.`)
})

test('it may overlap itself, and frees the table it leaves', async () => {
  const { change, call } = await withAda(ONE_TABLE)
  expect(await change({ time: '20:00' })).toMatchObject({ outcome: 'ok' })
  expect(await call('book', { ...ADAS_TABLE, time: '18:30' })).toMatchObject({ outcome: 'ok' })
})

test('when the new time is taken the reservation stays as it is, and the nearest times are named', async () => {
  const house = await withAda(ONE_TABLE)
  const { code, change, call } = house
  await call('book', { ...ADAS_TABLE, date: 'saturday' })
  expect(await change({ date: 'saturday' })).toMatchObject({
    outcome: 'conflict',
    text: `7:30 PM is gone, so ${code} stays as it is. 6 PM and 9 PM are still open that evening.`,
  })
  expect(await bookedBy(house, code)).toBe(`${code} on Friday, March 13 at 7:30 PM, 4 guests.`)
})

test.each([
  [
    { party_size: 5 },
    'The largest party we seat is 4 guests, so CODE stays as it is. For more guests, hand over to a colleague.',
  ],
  [
    { date: 'monday' },
    'We are closed on Monday, March 16, so CODE stays as it is. The next day with a service is Wednesday, March 18.',
  ],
  [
    { time: '19:40' },
    '7:40 PM is between two seatings, so CODE stays as it is. 7:30 PM and 7:45 PM are still open that evening.',
  ],
])('%j is refused, and the reservation stays', async (what, text) => {
  const { change, code } = await withAda(ONE_TABLE)
  expect(await change(what)).toMatchObject({
    outcome: 'conflict',
    text: text.replace('CODE', code),
  })
})

test('the same change sent again gets the same answer', async () => {
  const { change } = await withAda(ONE_TABLE)
  const first = await change({ time: '8 PM' })
  expect(await change({ time: '8 PM' })).toEqual(first)
  expect(first.outcome).toBe('ok')
})

test('a change must be given, and must differ', async () => {
  const { change, code } = await withAda()
  expect(await change({})).toMatchObject({
    outcome: 'invalid_input',
    text: 'Nothing to change was given. Ask the caller for the new date, time or number of guests.',
  })
  expect(await change({ time: '19:30', party_size: 4 })).toMatchObject({
    outcome: 'conflict',
    text: `${code} already has that date, time and number of guests. Ask the caller what should be different.`,
  })
})

test('an empty date or time is as good as left out', async () => {
  const { change, code } = await withAda()
  expect((await change({ date: '', time: '8 PM' })).text).toBe(
    `${code} is now Friday, March 13 at 8 PM, 4 guests.`,
  )
  expect(await change({ date: ' ', time: '' })).toMatchObject({ outcome: 'invalid_input' })
})

test('a change has to be read back, after it was found possible', async () => {
  const house = await withAda()
  const { code, change } = house
  const asked = await change({ time: '8 PM', read_back: false })
  expect(asked.outcome).toBe('read_back_first')
  expect(asked.text).toContain(`${code} moves to Friday, March 13 at 8 PM, 4 guests`)
  expect(await change({ time: '3 PM', read_back: false })).toMatchObject({ outcome: 'conflict' })
  expect(await bookedBy(house, code)).toContain('7:30 PM')
})

test('a call that was broken off changes nothing', async () => {
  const house = await withAda()
  const { code, ada, change } = house
  const answer = await change({ time: '8 PM' }, { ...ada, signal: AbortSignal.abort() })
  expect(answer.outcome).toBe('cancelled')
  expect(await bookedBy(house, code)).toContain('7:30 PM')
})

test("somebody else's reservation is answered exactly as a code that does not exist", async () => {
  const { change, call } = await withAda()
  const ben = { conversation: conversation('ben', [BEN]) }
  const nobody = { conversation: conversation('c9') }
  const unknown = await call('change', { code: 'R-9999', time: '8 PM', read_back: true }, ben)
  expect(unknown).toEqual({
    outcome: 'not_found',
    text: 'No reservation of this caller has that code. Check the code with them, or verify who they are first.',
    value: {},
  })
  expect(await change({ time: '8 PM' }, ben)).toEqual(unknown)
  expect(await change({ time: '3 PM', party_size: 99 }, ben)).toEqual(unknown)
  expect(await change({ time: '8 PM' }, nobody)).toEqual(unknown)
  expect(await change({ time: '8 PM' }, {})).toEqual(unknown)
})

test('the conversation that booked may change its reservation, and no other one', async () => {
  const { call, code: adas } = await withAda()
  const guest = { conversation: conversation('c1') }
  const booked = codeIn(await call('book', { ...ADAS_TABLE, phone: '415 555 0147' }, guest))
  const later = { time: '8 PM', read_back: true }
  expect(await call('change', { code: booked, ...later }, guest)).toMatchObject({ outcome: 'ok' })
  expect(await call('change', { code: adas, ...later }, guest)).toMatchObject({
    outcome: 'not_found',
  })
})

test('what has begun or was cancelled cannot be changed', async () => {
  const { change, call, code, ada, clock } = await withAda()
  const gone = codeIn(await call('book', ADAS_TABLE))
  await call('cancel', { code: gone, read_back: true }, ada)
  expect(await change({ code: gone, time: '8 PM' })).toMatchObject({
    outcome: 'conflict',
    text: `${gone} is cancelled. Offer to book a new table instead.`,
  })
  clock.turn(4 * 24 * 60 * 60_000)
  expect(await change({ date: 'friday' })).toMatchObject({
    outcome: 'conflict',
    text: `${code} was for Friday, March 13 and has begun or is over. It can no longer be changed or cancelled; offer to book a new table.`,
  })
})
