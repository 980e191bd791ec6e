import { expect, test } from 'vitest'

import { ADAS_TABLE } from './adas-table.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { conversation } from './fake-host.ts'
import { codeIn, mounted } from './mounted.ts'
import { ONE_TABLE } from './restaurants.ts'

const ONE = { operation: 'op-1' }
const OTHER = { operation: 'op-2' }

test.each([
  ['with a conversation', { ...ONE, conversation: conversation('c1') }],
  ['without one', ONE],
])('%s a second run of a booking finds the reservation of the first', async (_, how) => {
  const { call } = await mounted({ config: ONE_TABLE })
  const first = await call('book', ADAS_TABLE, how)
  expect(first.outcome).toBe('ok')
  expect(await call('book', ADAS_TABLE, how)).toEqual(first)
})

test('it is found by another process as well, and after a restart', async () => {
  const dir = tempDir()
  const [first, second] = [
    await mounted({ config: ONE_TABLE, dir }),
    await mounted({ config: ONE_TABLE, dir }),
  ]
  const booked = await first.call('book', ADAS_TABLE, ONE)
  await first.module.close()
  expect(await second.call('book', ADAS_TABLE, ONE)).toEqual(booked)
})

test('another operation is another booking', async () => {
  const { call } = await mounted()
  const codes = [await call('book', ADAS_TABLE, ONE), await call('book', ADAS_TABLE, OTHER)]
  expect(new Set(codes.map(codeIn)).size).toBe(2)
})

test('what failed has not been done, and is tried again', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  const code = codeIn(await call('book', ADAS_TABLE))
  expect(await call('book', ADAS_TABLE, ONE)).toMatchObject({ outcome: 'conflict' })
  await call('cancel', { code })
  expect(await call('book', ADAS_TABLE, ONE)).toMatchObject({ outcome: 'ok' })
})

test('a second run, days later, books no other day that "friday" has come to mean', async () => {
  const { call, clock } = await mounted()
  const first = await call('book', { ...ADAS_TABLE, date: 'friday' }, ONE)
  clock.turn(4 * 24 * 60 * 60_000)
  expect(codeIn(await call('book', { ...ADAS_TABLE, date: 'friday' }, ONE))).toBe(codeIn(first))
})

test('a second run of a change does not undo a later one', async () => {
  const { call, said } = await mounted()
  const code = codeIn(await call('book', ADAS_TABLE))
  await call('change', { code, time: '8 PM' }, ONE)
  await call('change', { code, time: '8:30 PM' }, OTHER)
  const now = `${code} is now Friday, March 13 at 8:30 PM, 4 guests.`
  expect(await said('change', { code, time: '8 PM' }, ONE)).toBe(now)
  expect(await said('look_up', { code, surname: 'Moreno' })).toContain('8:30 PM')
})

test('a second run of a cancellation is the cancellation', async () => {
  const { call } = await mounted()
  const code = codeIn(await call('book', ADAS_TABLE))
  const first = await call('cancel', { code }, ONE)
  expect(first.outcome).toBe('ok')
  expect(await call('cancel', { code }, ONE)).toEqual(first)
})

test('what was cancelled since is not said to be booked, and not booked again', async () => {
  const { call } = await mounted({ config: ONE_TABLE })
  const code = codeIn(await call('book', ADAS_TABLE, ONE))
  await call('change', { code, time: '8 PM' }, OTHER)
  await call('cancel', { code })
  const cancelled = `${code} is cancelled.`
  const again = [
    await call('book', ADAS_TABLE, ONE),
    await call('change', { code, time: '8 PM' }, OTHER),
  ]
  for (const { outcome, text } of again) {
    expect(outcome).toBe('conflict')
    expect(text).toContain(cancelled)
  }
})
