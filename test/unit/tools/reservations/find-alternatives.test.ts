import { expect, test } from 'vitest'

import { ADAS_TABLE } from './adas-table.ts'
import { mounted } from './mounted.ts'
import { HARBOR, ONE_TABLE } from './restaurants.ts'

const ask = { party_size: 4, meal: 'dinner' }

test('the nearest days on both sides are found, and not the day itself', async () => {
  const { call } = await mounted({ config: { ...HARBOR, slotMinutes: 60 } })
  const { value, text } = await call('find_alternatives', { ...ask, date: '2026-03-20' })
  const times = ['17:30', '18:30', '19:30', '20:30']
  expect(value).toEqual({
    meal: 'dinner',
    party_size: 4,
    days: [
      { date: '2026-03-19', times },
      { date: '2026-03-21', times },
      { date: '2026-03-22', times },
    ],
  })
  const said = '5:30 PM, 6:30 PM, 7:30 PM and 8:30 PM'
  expect(text).toBe(
    `Open for dinner, 4 guests: Thursday, March 19, ${said}; Saturday, March 21, ${said}; Sunday, March 22, ${said}.`,
  )
})

test('days that are full, closed or past are left out', async () => {
  const { call } = await mounted({ config: { ...ONE_TABLE, sittingMinutes: 720 } })
  for (const date of ['2026-03-11', '2026-03-13'])
    await call('book', { ...ADAS_TABLE, date, time: '5:30 PM' })
  const { value } = await call('find_alternatives', { ...ask, date: '2026-03-12' })
  expect(value).toMatchObject({
    days: [{ date: '2026-03-10' }, { date: '2026-03-14' }, { date: '2026-03-15' }],
  })
})

test('a closed day is a good day to ask about', async () => {
  const { call } = await mounted()
  const { value } = await call('find_alternatives', { ...ask, date: '2026-03-16' })
  expect(value).toMatchObject({
    days: [{ date: '2026-03-14' }, { date: '2026-03-15' }, { date: '2026-03-18' }],
  })
})

test('the last day that can be booked is the end', async () => {
  const { call } = await mounted({ config: { ...HARBOR, bookAheadDays: 1 } })
  const { value } = await call('find_alternatives', { ...ask, date: 'today' })
  expect(value).toMatchObject({ days: [{ date: '2026-03-11' }] })
})

test('when no other day is open the answer says what to do', async () => {
  const { said } = await mounted({ config: { ...HARBOR, bookAheadDays: 0 } })
  expect(await said('find_alternatives', { ...ask, date: 'today' })).toBe(
    'No other day is open for dinner, 4 guests. Offer another meal, or hand over to a colleague.',
  )
})

test('the detailed answer lists every time of every day', async () => {
  const { call } = await mounted({ config: { ...HARBOR, slotMinutes: 120, bookAheadDays: 2 } })
  const { text } = await call(
    'find_alternatives',
    { ...ask, date: 'today' },
    { format: 'detailed' },
  )
  expect(text.split('\n')).toEqual([
    'Nearest days with open start times for dinner, 4 guests: 2.',
    'Wednesday, March 11 (2026-03-11): 5:30 PM and 7:30 PM.',
    'Thursday, March 12 (2026-03-12): 5:30 PM and 7:30 PM.',
  ])
})

test.each([
  [{ date: '2026-03-01' }, 'Sunday, March 1 is already past.'],
  [{ date: '2027-03-01' }, 'Tables can be booked up to Saturday, May 9 for now.'],
  [{ party_size: 40 }, 'The largest party we seat is 12 guests.'],
])('%j is refused', async (change, text) => {
  const { call } = await mounted()
  const answer = await call('find_alternatives', { ...ask, date: '2026-03-20', ...change })
  expect(answer).toMatchObject({ outcome: 'conflict', text: expect.stringContaining(text) })
})
