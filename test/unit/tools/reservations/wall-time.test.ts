import { expect, test } from 'vitest'

import { readTime } from '../../../../tools/reservations/wall-time.ts'

test.each([
  ['19:30', '19:30'],
  ['07:30', '07:30'],
  ['7:30 PM', '19:30'],
  ['7:30pm', '19:30'],
  ['7 p.m.', '19:00'],
  ['7pm', '19:00'],
  ['7.30 pm', '19:30'],
  ['12 AM', '00:00'],
  ['12pm', '12:00'],
  ['noon', '12:00'],
])('%s is read as %s', (text, time) => {
  expect(readTime(text)).toEqual({ time })
})

test.each(['7:30', '7', 'half past seven', '25:00', '19:60', '13 PM', '0 am', '', '19:30:00'])(
  '"%s" is not guessed at',
  (text) => {
    expect(readTime(text)).toEqual({ problem: 'unreadable_time' })
  },
)
