import { expect, test } from 'vitest'

import { ADAS_TABLE } from './adas-table.ts'
import { mounted } from './mounted.ts'
import { HARBOR, ONE_TABLE } from './restaurants.ts'

const FRIDAY = { date: '2026-03-13', party_size: 4, meal: 'dinner' }

test('an open evening is said as a range', async () => {
  const { said } = await mounted()
  expect(await said('check', FRIDAY)).toBe(
    'Open for dinner on Friday, March 13, 4 guests: every 15 minutes from 5:30 PM to 9 PM.',
  )
})

test('a booked time and those its sitting overlaps are gone, and the rest is open', async () => {
  const { said, call } = await mounted({ config: ONE_TABLE })
  await call('book', ADAS_TABLE)
  expect(await said('check', FRIDAY)).toBe(
    'Open for dinner on Friday, March 13, 4 guests: 5:30 PM, 5:45 PM, 6 PM and 9 PM.',
  )
  expect(await said('check', { ...FRIDAY, meal: 'lunch' })).toContain('every 15 minutes from')
})

test('the value holds plain times, and the detailed answer every one of them', async () => {
  const { call } = await mounted({ config: { ...HARBOR, slotMinutes: 60 } })
  const { value, text } = await call('check', FRIDAY, { format: 'detailed' })
  expect(value).toEqual({
    date: '2026-03-13',
    meal: 'dinner',
    party_size: 4,
    times: ['17:30', '18:30', '19:30', '20:30'],
  })
  expect(text).toBe(
    'Harbor Table, dinner on Friday, March 13 (2026-03-13). Open start times for 4 guests: ' +
      '5:30 PM, 6:30 PM, 7:30 PM and 8:30 PM. A table is kept for 90 minutes. ' +
      'The largest party is 12 guests.',
  )
})

test('an evening that is all gone says so and what to do', async () => {
  const config = { ...ONE_TABLE, sittingMinutes: 720 }
  const { said, call } = await mounted({ config })
  await call('book', ADAS_TABLE)
  expect(await said('check', FRIDAY)).toBe(
    'Nothing is open for dinner on Friday, March 13, 4 guests. Offer to look at nearby days.',
  )
})

test('times that have passed today are no longer open', async () => {
  const { said } = await mounted({ at: '2026-03-14T03:20:00Z' })
  expect(await said('check', { ...FRIDAY, date: 'today' })).toBe(
    'Open for dinner on Friday, March 13, 4 guests: 8:30 PM, 8:45 PM and 9 PM.',
  )
})

test("today and tomorrow are the restaurant's, just before and after its midnight", async () => {
  const { said, clock } = await mounted({ at: '2026-03-14T06:59:00Z' })
  expect(await said('check', { ...FRIDAY, date: 'tomorrow' })).toContain('Saturday, March 14')
  clock.turn(120_000)
  expect(await said('check', { ...FRIDAY, date: 'today' })).toContain('Saturday, March 14')
  expect(await said('check', { ...FRIDAY, date: 'saturday' })).toContain('Saturday, March 14')
  expect(await said('check', { ...FRIDAY, date: 'friday' })).toContain('Friday, March 20')
})

test.each([
  [{ date: '2026-03-09' }, 'Monday, March 9 is already past. Ask for today or a later day.'],
  [
    { date: '2026-05-10' },
    'Tables can be booked up to Saturday, May 9 for now. Ask for a day until then.',
  ],
  [
    { party_size: 13 },
    'The largest party we seat is 12 guests. For more guests, hand over to a colleague.',
  ],
  [
    { date: 'monday' },
    'There is no dinner on Monday, March 16. The next day with dinner is Wednesday, March 18.',
  ],
  [
    { date: '2026-03-17' },
    'There is no dinner on Tuesday, March 17. The next day with dinner is Wednesday, March 18.',
  ],
])('%j is refused as a conflict, with the way out', async (change, text) => {
  const { call } = await mounted()
  expect(await call('check', { ...FRIDAY, ...change })).toMatchObject({ outcome: 'conflict', text })
})

test.each([
  [
    '03/13/2026',
    'That date could not be read. Give the year, month and day in numbers, or say today, tomorrow or a weekday such as Friday.',
  ],
  ['2026-02-30', 'The calendar has no such day. Ask the caller which day they mean.'],
])('the date %s is refused as invalid, with the way out', async (date, text) => {
  const { call } = await mounted()
  const answer = await call('check', { ...FRIDAY, date })
  expect(answer).toMatchObject({ outcome: 'invalid_input', text })
})

test('a closed day at the end of what can be booked names no later one', async () => {
  const { said } = await mounted({ config: { ...HARBOR, bookAheadDays: 6 } })
  expect(await said('check', { ...FRIDAY, date: 'monday' })).toBe(
    'There is no dinner on Monday, March 16. No later day can be booked yet; offer an earlier one.',
  )
})
