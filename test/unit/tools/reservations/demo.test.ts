import { expect, test } from 'vitest'

import { conversation, customer } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted } from './mounted.ts'
import { HARBOR } from './restaurants.ts'
import { tempDir } from '../../../support/temp-dir.ts'

const DEMO = { ...HARBOR, demoData: true }
const DAY = 24 * 60 * 60_000

const ask = (name: string, phone: string) => ({
  conversation: conversation(name, [customer(name, phone)]),
})
const ADA = ask('Ada Moreno', '+14155550132')
const BEN = ask('Ben Okafor', '+14155550147')
const EMI = ask('Emi Tanaka', '+14155550195')

test('Ada has one reservation, Ben two and Emi none', async () => {
  const { call, said } = await mounted({ config: DEMO })
  expect(await said('look_up', {}, ADA)).toBe('R-1842 on Wednesday, March 11 at 7 PM, 3 guests.')
  expect(await said('look_up', { code: 'R-1842', surname: 'Moreno' })).toContain('R-1842')
  expect((await call('look_up', {}, BEN)).value).toMatchObject({
    reservations: [{ name: 'Ben Okafor' }, { name: 'Ben Okafor' }],
  })
  expect(await call('look_up', {}, EMI)).toMatchObject({ outcome: 'not_found' })
})

test.each(['Daniel Weiss', 'Daniela Weiss'])(
  'of the household that shares a number, %s finds only their own',
  async (name) => {
    const { call } = await mounted({ config: DEMO })
    const { value } = await call('look_up', {}, ask(name, '+14155550178'))
    expect(value).toEqual({ reservations: [expect.objectContaining({ name })] })
  },
)

test('on the second day with dinner four guests find nothing from 7 PM to 8:30 PM, and other days', async () => {
  const { call } = await mounted({ config: DEMO })
  const dinner = { party_size: 4, meal: 'dinner', date: '2026-03-12' }
  expect((await call('check', dinner)).value).toMatchObject({ times: ['17:30'] })
  expect((await call('find_alternatives', dinner)).value).toMatchObject({
    days: [{ date: '2026-03-11' }, { date: '2026-03-13' }, { date: '2026-03-14' }],
  })
})

test('every start gives the same data, and a second start on the same day changes nothing', async () => {
  const dir = tempDir()
  const first = await mounted({ config: DEMO, dir })
  await first.call('cancel', { code: 'R-1842' })
  const second = await mounted({ config: DEMO, dir })
  expect(await second.call('look_up', {}, ADA)).toMatchObject({ outcome: 'not_found' })
})

test('a new day brings fresh demo data, and leaves what somebody booked', async () => {
  const { call, said, clock } = await mounted({ config: DEMO })
  const real = codeIn(
    await call('book', { ...ADAS_TABLE, name: 'Emi Tanaka', phone: '4155550195' }),
  )
  await call('cancel', { code: 'R-1842' })
  clock.turn(DAY)
  expect(await said('look_up', {}, ADA)).toBe('R-1842 on Thursday, March 12 at 7 PM, 3 guests.')
  expect(await said('look_up', {}, EMI)).toContain(real)
})

test('demo reservations never take a table from a real one', async () => {
  const dir = tempDir()
  const live = await mounted({ dir })
  const twelve = { ...ADAS_TABLE, date: '2026-03-12', party_size: 12 }
  const code = codeIn(await live.call('book', twelve))
  const { said, call } = await mounted({ config: DEMO, dir })
  expect(await said('look_up', { code, surname: 'Moreno' })).toContain('12 guests')
  expect(await call('book', twelve)).toMatchObject({ outcome: 'conflict' })
})

test('a restaurant that goes live has its tables free of demo reservations', async () => {
  const dir = tempDir()
  await mounted({ config: DEMO, dir })
  const { call } = await mounted({ dir })
  expect(await call('look_up', {}, ADA)).toMatchObject({ outcome: 'not_found' })
  const { value } = await call('check', { date: '2026-03-12', party_size: 4, meal: 'dinner' })
  expect(value).toMatchObject({ times: expect.arrayContaining(['19:00', '20:30']) })
})
