import { expect, test } from 'vitest'

import { conversation } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted } from './mounted.ts'
import { ONE_TABLE } from './restaurants.ts'

test('the same booking sent again in its conversation is the same reservation, also when it took the last table', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  const inOne = { conversation: conversation('c1') }
  const first = await call('book', ADAS_TABLE, inOne)
  const again = await call('book', { ...ADAS_TABLE, time: '7:30 PM', phone: '4155550132' }, inOne)
  expect(again).toEqual(first)
})

test('it is still the same reservation when the time has come meanwhile', async () => {
  const { call, clock } = await mounted({ config: ONE_TABLE, at: '2026-03-14T02:29:59Z' })
  const inOne = { conversation: conversation('c1') }
  const first = await call('book', ADAS_TABLE, inOne)
  clock.turn(2_000)
  expect(codeIn(await call('book', ADAS_TABLE, inOne))).toBe(codeIn(first))
})

test('another conversation, or none, never gets it', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  await call('book', ADAS_TABLE, { conversation: conversation('c1') })
  for (const how of [{ conversation: conversation('c2') }, {}])
    expect(await call('book', ADAS_TABLE, how)).toMatchObject({ outcome: 'conflict' })
})

test('without a conversation each call is a booking of its own', async () => {
  const { call } = await mounted()
  const codes = [codeIn(await call('book', ADAS_TABLE)), codeIn(await call('book', ADAS_TABLE))]
  expect(new Set(codes).size).toBe(2)
})

test.each([{ party_size: 3 }, { phone: '415 555 0147' }, { time: '21:00' }, { name: 'Yara Two' }])(
  'with %j it is another booking',
  async (change) => {
    const { call } = await mounted()
    const inOne = { conversation: conversation('c1') }
    const first = await call('book', ADAS_TABLE, inOne)
    const other = await call('book', { ...ADAS_TABLE, ...change }, inOne)
    expect(codeIn(other)).not.toBe(codeIn(first))
  },
)

test('after a cancellation it is another booking', async () => {
  const { call } = await mounted()
  const inOne = { conversation: conversation('c1') }
  const first = codeIn(await call('book', ADAS_TABLE, inOne))
  await call('cancel', { code: first }, inOne)
  expect(codeIn(await call('book', ADAS_TABLE, inOne))).not.toBe(first)
})

test('the name may be written another way', async () => {
  const { call } = await mounted()
  const inOne = { conversation: conversation('c1') }
  const first = await call('book', { ...ADAS_TABLE, name: 'Ewa Łuczak' }, inOne)
  expect(await call('book', { ...ADAS_TABLE, name: 'ewa  luczak' }, inOne)).toEqual(first)
})

test('after a change a late repetition finds the reservation as it is now', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  const inOne = { conversation: conversation('c1') }
  const code = codeIn(await call('book', ADAS_TABLE, inOne))
  const later = { code, date: 'saturday', time: '8 PM', party_size: 3 }
  await call('change', later, inOne)
  expect((await call('book', ADAS_TABLE, inOne)).text).toBe(
    `Booked for Saturday, March 14 at 8 PM, 3 guests. The code is ${code}.`,
  )
})

test('what it was changed to can be booked beside it', async () => {
  const { call } = await mounted()
  const inOne = { conversation: conversation('c1') }
  const code = codeIn(await call('book', ADAS_TABLE, inOne))
  await call('change', { code, time: '8 PM' }, inOne)
  const other = await call('book', { ...ADAS_TABLE, time: '8 PM' }, inOne)
  expect(codeIn(other)).not.toBe(code)
})

test('notes that a repetition brings are added to those that are there', async () => {
  const { call } = await mounted()
  const inOne = { conversation: conversation('c1') }
  const book = (notes?: string) => call('book', { ...ADAS_TABLE, notes }, inOne)
  const code = codeIn(await book())
  const repetitions = ['Nut allergy', 'High chair', undefined, 'Nut allergy', 'High chair']
  for (const notes of repetitions) expect(codeIn(await book(notes))).toBe(code)
  expect(await call('look_up', { code }, inOne)).toMatchObject({
    value: { reservations: [{ notes: 'Nut allergy; High chair' }] },
  })
})

test('asked for again it is planned as before, although its own booking took the last table', async () => {
  const { call, plan } = await mounted({ config: ONE_TABLE })
  const inOne = { conversation: conversation('c1') }
  const before = await plan('book', ADAS_TABLE, inOne)
  await call('book', ADAS_TABLE, inOne)
  expect(before.outcome).toBe('ok')
  expect(await plan('book', ADAS_TABLE, inOne)).toEqual(before)
})
