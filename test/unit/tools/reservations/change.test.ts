import { expect, test } from 'vitest'

import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted, type Mounted } from './mounted.ts'
import { ONE_TABLE, type RawConfig } from './restaurants.ts'

/** Ada's booking for Friday at 7:30 PM. */
async function withAda(config?: RawConfig) {
  const house = await mounted(config ? { config } : {})
  const code = codeIn(await house.call('book', ADAS_TABLE))
  const change = (what: object, how: object = {}) => house.call('change', { code, ...what }, how)
  const planned = (what: object) => house.plan('change', { code, ...what })
  return { ...house, code, change, planned }
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

test('a plan says from what to what, and changes nothing', async () => {
  const house = await withAda()
  const { code, planned } = house
  expect(await planned({ date: 'saturday', time: '8 PM' })).toEqual({
    outcome: 'ok',
    text: `move ${code} from Friday, March 13 at 7:30 PM, 4 guests, to Saturday, March 14 at 8 PM, 4 guests`,
    resolved: {
      code,
      date: '2026-03-14',
      time: '20:00',
      party_size: 4,
      starts_at: '2026-03-15T03:00:00Z',
      present_date: '2026-03-13',
      present_time: '19:30',
      present_party_size: 4,
      present_starts_at: '2026-03-14T02:30:00Z',
    },
  })
  expect(await bookedBy(house, code)).toContain('Friday, March 13 at 7:30 PM')
})

test('however it is said, the same change is the same plan', async () => {
  const { code, plan, planned } = await withAda()
  const spelled = { code: code.replace('R-', 'r dash '), date: 'friday', time: '20:00' }
  expect(await plan('change', { ...spelled, party_size: 4 })).toEqual(
    await planned({ time: '8 PM' }),
  )
})

test('a yes to moving a reservation that was moved meanwhile is a yes to something else', async () => {
  const { change, planned } = await withAda()
  const before = await planned({ time: '8 PM' })
  await change({ time: '8:30 PM' })
  expect((await planned({ time: '8 PM' })).resolved).not.toEqual(before.resolved)
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
])(
  '%j is refused, before anybody is asked and after, and the reservation stays',
  async (what, text) => {
    const { change, planned, code } = await withAda(ONE_TABLE)
    const refusal = { outcome: 'conflict', text: text.replace('CODE', code) }
    expect(await planned(what)).toMatchObject(refusal)
    expect(await change(what)).toMatchObject(refusal)
  },
)

test('changing twice does what changing once does', async () => {
  const { change } = await withAda(ONE_TABLE)
  const first = await change({ time: '8 PM' })
  expect(await change({ time: '8 PM' })).toEqual(first)
  expect(first.outcome).toBe('ok')
})

test('a change must be given, and must differ', async () => {
  const { planned, code } = await withAda()
  expect(await planned({})).toMatchObject({
    outcome: 'invalid_input',
    text: 'Nothing to change was given. Ask the caller for the new date, time or number of guests.',
  })
  expect(await planned({ time: '19:30', party_size: 4 })).toMatchObject({
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

test('a call that was broken off changes nothing', async () => {
  const house = await withAda()
  const { code, change } = house
  const answer = await change({ time: '8 PM' }, { signal: AbortSignal.abort() })
  expect(answer.outcome).toBe('cancelled')
  expect(await bookedBy(house, code)).toContain('7:30 PM')
})

test('what has begun or was cancelled cannot be changed', async () => {
  const { change, planned, call, code, clock } = await withAda()
  const gone = codeIn(await call('book', ADAS_TABLE))
  await call('cancel', { code: gone })
  expect(await planned({ code: gone, time: '8 PM' })).toMatchObject({
    outcome: 'conflict',
    text: `${gone} is cancelled. Offer to book a new table instead.`,
  })
  clock.turn(4 * 24 * 60 * 60_000)
  expect(await change({ date: 'friday' })).toMatchObject({
    outcome: 'conflict',
    text: `${code} was for Friday, March 13 and has begun or is over. It can no longer be changed or cancelled; offer to book a new table.`,
  })
})
