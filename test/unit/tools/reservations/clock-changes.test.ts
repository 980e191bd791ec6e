import { expect, test } from 'vitest'

import { ADAS_TABLE } from './adas-table.ts'
import { mounted } from './mounted.ts'
import { diner } from './restaurants.ts'

const NEW_YORK = { config: diner('America/New_York'), at: '2026-03-01T17:00:00Z' }
const BERLIN = { config: diner('Europe/Berlin'), at: '2026-03-01T17:00:00Z' }

test.each([
  [NEW_YORK, '2026-03-08', '2:30 AM', 'Sunday, March 8', '1:45 AM and 3 AM'],
  [BERLIN, '2026-03-29', '02:15', 'Sunday, March 29', '1:45 AM and 3 AM'],
])('a time the clocks skip is refused with the nearest real ones', async (setting, ...row) => {
  const [date, time, day, open] = row
  const { call } = await mounted(setting)
  const answer = await call('book', { ...ADAS_TABLE, date, time })
  expect(answer.outcome).toBe('conflict')
  expect(answer.text).toMatch(
    new RegExp(`^2:\\d\\d AM does not exist on ${day}, because the clocks go forward. ${open} are`),
  )
})

test.each([
  [NEW_YORK, '2026-11-01', '1:30 AM', 'Sunday, November 1', '12:45 AM or 2 AM'],
  [BERLIN, '2026-10-25', '2:30 AM', 'Sunday, October 25', '1:45 AM or 3 AM'],
])('a time the clocks double is refused, asking for another', async (setting, ...row) => {
  const [date, time, day, open] = row
  const { call } = await mounted(setting)
  expect(await call('book', { ...ADAS_TABLE, date, time })).toMatchObject({
    outcome: 'conflict',
    text: `${time} happens twice on ${day}, because the clocks go back. Ask for a time outside that hour, for example ${open}.`,
  })
})

test('a sitting across the skipped hour holds its table for its full length', async () => {
  const { call, said } = await mounted(NEW_YORK)
  await call('book', { ...ADAS_TABLE, date: '2026-03-08', time: '1:45 AM' })
  expect(await said('book', { ...ADAS_TABLE, date: '2026-03-08', time: '4 AM' })).toContain('gone')
  expect(await said('book', { ...ADAS_TABLE, date: '2026-03-08', time: '4:15 AM' })).toContain(
    'Booked',
  )
})

test('a sitting across the doubled hour frees its table after its full length', async () => {
  const { call, said } = await mounted(NEW_YORK)
  await call('book', { ...ADAS_TABLE, date: '2026-11-01', time: '12:45 AM' })
  expect(await said('book', { ...ADAS_TABLE, date: '2026-11-01', time: '2 AM' })).toContain(
    'Booked',
  )
})

test('a sitting past midnight takes the table from the next day', async () => {
  const { call, said } = await mounted(NEW_YORK)
  await call('book', { ...ADAS_TABLE, date: '2026-03-10', time: '23:30' })
  expect(await said('book', { ...ADAS_TABLE, date: '2026-03-11', time: '00:45' })).toBe(
    '12:45 AM is gone. 1 AM and 1:15 AM are still open that day.',
  )
})
