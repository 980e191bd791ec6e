import { expect, test } from 'vitest'

import { conversation } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted } from './mounted.ts'
import { HARBOR, ONE_TABLE } from './restaurants.ts'

test('a booking is confirmed with its code, and its table is taken', async () => {
  const { call, said } = await mounted({ config: ONE_TABLE })
  const booked = await call('book', { ...ADAS_TABLE, notes: 'High chair' })
  expect(booked.text).toMatch(
    /^Booked for Friday, March 13 at 7:30 PM, 4 guests. The code is R-\d{4}\.$/,
  )
  expect(booked.value).toEqual({
    reservation: {
      code: codeIn(booked),
      date: '2026-03-13',
      time: '19:30',
      party_size: 4,
      name: 'Ada Moreno',
      status: 'booked',
    },
    remembered: false,
  })
  expect(await said('check', { date: 'friday', party_size: 4, meal: 'dinner' })).not.toContain(
    '7:30',
  )
})

test('words for the date and the time mean the same as figures', async () => {
  const { said } = await mounted()
  const answer = await said('book', { ...ADAS_TABLE, date: 'Friday', time: '7:30 pm' })
  expect(answer).toContain('Friday, March 13 at 7:30 PM')
})

test('a table that is gone is refused with the nearest open times on both sides', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  await call('book', ADAS_TABLE)
  expect(await call('book', ADAS_TABLE)).toMatchObject({
    outcome: 'conflict',
    text: '7:30 PM is gone. 6 PM and 9 PM are still open that evening.',
  })
})

test('with no time left that evening another day is offered', async () => {
  const { call, said } = await mounted({ config: { ...ONE_TABLE, sittingMinutes: 720 } })
  await call('book', ADAS_TABLE)
  expect(await said('book', ADAS_TABLE)).toBe(
    '7:30 PM is gone. Nothing else is open for dinner that evening; offer a nearby day.',
  )
})

test('fifty bookings of the last table at once: one wins, the others hear what is open', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      call('book', ADAS_TABLE, { conversation: conversation(`c${index}`) }),
    ),
  )
  const lost = answers.filter(({ outcome }) => outcome === 'conflict')
  expect(answers.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1)
  expect(lost).toHaveLength(49)
  expect(new Set(lost.map(({ text }) => text))).toEqual(
    new Set(['7:30 PM is gone. 6 PM and 9 PM are still open that evening.']),
  )
})

test('a plan says all that would be booked, in the forms of the house, and books nothing', async () => {
  const { call, plan } = await mounted({ config: ONE_TABLE })
  expect(await plan('book', { ...ADAS_TABLE, notes: ' High chair,\nnut allergy. ' })).toEqual({
    outcome: 'ok',
    text: 'Friday, March 13 at 7:30 PM, 4 guests, for Ada Moreno, phone 415 555 0132, with the note: High chair, nut allergy',
    resolved: {
      date: '2026-03-13',
      time: '19:30',
      party_size: 4,
      name: 'Ada Moreno',
      phone: '+14155550132',
      notes: 'High chair, nut allergy.',
      starts_at: '2026-03-14T02:30:00Z',
    },
  })
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'ok' })
})

test.each([
  { date: 'friday' },
  { time: '7:30 PM' },
  { name: ' Ada  Moreno' },
  { phone: '+1 415 555 0132' },
  { notes: '' },
  { notes: ' ' },
])('%j is another way to say the same, and comes to the same plan', async (change) => {
  const { plan } = await mounted()
  expect(await plan('book', { ...ADAS_TABLE, ...change })).toEqual(await plan('book', ADAS_TABLE))
})

test.each([
  { date: 'saturday' },
  { time: '20:00' },
  { party_size: 5 },
  { name: 'Ben Okafor' },
  { phone: '415 555 0147' },
  { notes: 'High chair' },
])('%j makes another plan, and is heard in it', async (change) => {
  const { plan } = await mounted()
  const [first, other] = [
    await plan('book', ADAS_TABLE),
    await plan('book', { ...ADAS_TABLE, ...change }),
  ]
  expect(other.resolved).not.toEqual(first.resolved)
  expect(other.text).not.toBe(first.text)
})

test('a plan without notes does not speak of them', async () => {
  const { plan } = await mounted()
  expect((await plan('book', ADAS_TABLE)).text).toBe(
    'Friday, March 13 at 7:30 PM, 4 guests, for Ada Moreno, phone 415 555 0132',
  )
})

test('what is impossible is refused before anybody is asked', async () => {
  const { call, plan } = await mounted({ config: ONE_TABLE })
  await call('book', ADAS_TABLE)
  expect(await plan('book', ADAS_TABLE)).toMatchObject({ outcome: 'conflict' })
  expect(await plan('book', { ...ADAS_TABLE, time: '7:30' })).toMatchObject({
    outcome: 'invalid_input',
  })
})

test('a call that was broken off books nothing', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  const signal = AbortSignal.abort()
  expect(await call('book', ADAS_TABLE, { signal })).toMatchObject({ outcome: 'cancelled' })
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'ok' })
})

test('the conversation that booked may act on the reservation later', async () => {
  const { call } = await mounted()
  const guest = conversation('c1')
  const booked = await call('book', ADAS_TABLE, { conversation: guest })
  expect(booked.value).toMatchObject({ remembered: true })
  expect(guest.grants('reservation')).toEqual([
    { kind: 'reservation', subject: codeIn(booked), facts: {} },
  ])
})

test('a booking is confirmed although the conversation could not keep its grant', async () => {
  const { call, said } = await mounted()
  const busy = () => Promise.reject(new Error('SQLITE_BUSY'))
  const forgetful = { conversation: { ...conversation('c1'), give: busy } }
  const booked = await call('book', ADAS_TABLE, forgetful)
  expect(booked.text).toMatch(
    /^Booked for Friday, March 13 at 7:30 PM, 4 guests. The code is R-\d{4}\.$/,
  )
  expect(booked.value).toMatchObject({ remembered: false })
  const code = codeIn(booked)
  expect(forgetful.conversation.grants('reservation')).toEqual([])
  expect(await said('look_up', { code, surname: 'Moreno' })).toContain(code)
})

test.each([
  [
    { time: '15:00' },
    '3 PM is outside our hours on Friday, March 13. We serve lunch from 11:30 AM with the last seating at 1:30 PM and dinner from 5:30 PM with the last seating at 9 PM.',
  ],
  [
    { time: '19:40' },
    '7:40 PM is between two seatings. 7:30 PM and 7:45 PM are still open that evening.',
  ],
  [
    { date: 'today', time: '11:30 AM' },
    '11:30 AM today has already passed. 12:15 PM and 12:30 PM are still open that day.',
  ],
  [
    { date: 'monday' },
    'We are closed on Monday, March 16. The next day with a service is Wednesday, March 18.',
  ],
  [
    { party_size: 13 },
    'The largest party we seat is 12 guests. For more guests, hand over to a colleague.',
  ],
  [{ date: '2026-03-09' }, 'Monday, March 9 is already past. Ask for today or a later day.'],
])('%j is refused as a conflict, with the way out', async (change, text) => {
  const { call } = await mounted({ at: '2026-03-10T19:05:00Z' })
  const answer = await call('book', { ...ADAS_TABLE, ...change })
  expect(answer).toEqual({ outcome: 'conflict', text, value: {} })
})

test.each([
  [
    { time: '7:30' },
    'That time could not be read. Give the hour, the minutes and AM or PM, for example 7:30 PM.',
  ],
  [
    { phone: '555-0132' },
    'That phone number is not complete. Ask the caller to repeat it digit by digit, with the country code if it is from abroad.',
  ],
  [{ name: '...' }, 'A booking needs a name. Ask the caller for their first name and surname.'],
])('%j is refused as invalid, with the way out', async (change, text) => {
  const { call } = await mounted()
  const answer = await call('book', { ...ADAS_TABLE, ...change })
  expect(answer).toEqual({ outcome: 'invalid_input', text, value: {} })
})

test('between two seatings of a full evening, the evening is full', async () => {
  const { call, said } = await mounted({ config: { ...ONE_TABLE, sittingMinutes: 720 } })
  await call('book', ADAS_TABLE)
  expect(await said('book', { ...ADAS_TABLE, time: '7:40 PM' })).toContain(
    'Nothing else is open for dinner that evening',
  )
})

test('the largest party sits at joined tables, and a second one finds none', async () => {
  const { call } = await mounted({ config: HARBOR })
  const twelve = { ...ADAS_TABLE, party_size: 12 }
  expect(await call('book', twelve)).toMatchObject({ outcome: 'ok' })
  expect(await call('book', twelve)).toMatchObject({ outcome: 'conflict' })
  expect(await call('book', ADAS_TABLE)).toMatchObject({ outcome: 'ok' })
})
