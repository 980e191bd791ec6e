import { expect, test } from 'vitest'

import { addDays, readDay, weekdayOf } from '../../../../tools/reservations/day.ts'

const FRIDAY = '2026-03-13'

test.each([
  ['2026-03-20', '2026-03-20'],
  ['2026-3-5', '2026-03-05'],
  ['today', FRIDAY],
  ['Tonight', FRIDAY],
  ['tomorrow', '2026-03-14'],
  ['friday', FRIDAY],
  ['Thursday', '2026-03-19'],
  ['sat', '2026-03-14'],
  ['2028-02-29', '2028-02-29'],
])('on a Friday, %s is %s', (text, date) => {
  expect(readDay(text, FRIDAY)).toEqual({ date })
})

test.each(['2026-02-30', '2026-13-01', '2026-00-10', '2027-02-29'])('%s is no day', (text) => {
  expect(readDay(text, FRIDAY)).toEqual({ problem: 'impossible_date' })
})

test.each(['03/13/2026', 'next week', 'March 13', '', '20260313'])('"%s" is unreadable', (text) => {
  expect(readDay(text, FRIDAY)).toEqual({ problem: 'unreadable_date' })
})

test('days are counted across months, years and leap days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  expect(weekdayOf('2026-03-15')).toBe('sun')
})
