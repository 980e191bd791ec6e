import { expect, test } from 'vitest'

import {
  dayAt,
  instantAt,
  instantOf,
  isTimeZone,
  momentsOf,
} from '../../../../tools/reservations/moment.ts'

test('the day is the one at the restaurant, on either side of its midnight', () => {
  expect(dayAt(Date.parse('2026-03-14T06:59:59Z'), 'America/Los_Angeles')).toBe('2026-03-13')
  expect(dayAt(Date.parse('2026-03-14T07:00:00Z'), 'America/Los_Angeles')).toBe('2026-03-14')
  expect(dayAt(Date.parse('2026-03-13T15:00:00Z'), 'Asia/Tokyo')).toBe('2026-03-14')
})

test.each([
  ['America/New_York', '2026-03-08', '02:30', 'skipped'],
  ['America/New_York', '2026-11-01', '01:30', 'doubled'],
  ['Europe/Berlin', '2026-03-29', '02:00', 'skipped'],
  ['Europe/Berlin', '2026-10-25', '02:59', 'doubled'],
  ['America/Santiago', '2026-09-06', '00:30', 'skipped'],
])('in %s on %s, %s is %s', (zone, date, time, kind) => {
  expect(momentsOf(date, zone)(time).kind).toBe(kind)
})

test.each([
  ['America/New_York', '2026-03-08', '01:45', '2026-03-08T06:45:00Z'],
  ['America/New_York', '2026-03-08', '03:00', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-03-08', '19:00', '2026-03-08T23:00:00Z'],
  ['Europe/Berlin', '2026-10-25', '03:00', '2026-10-25T02:00:00Z'],
  ['America/Santiago', '2026-09-06', '01:00', '2026-09-06T04:00:00Z'],
  ['America/Los_Angeles', '2026-03-13', '19:30', '2026-03-14T02:30:00Z'],
])('in %s on %s, %s is %s', (zone, date, time, instant) => {
  expect(momentsOf(date, zone)(time)).toEqual({ kind: 'once', ms: Date.parse(instant) })
  expect(instantOf(date, time, zone)).toBe(instant)
  expect(instantAt(Date.parse(instant))).toBe(instant)
})

test('a time zone is a name that exists', () => {
  expect(['America/Los_Angeles', 'UTC'].every(isTimeZone)).toBe(true)
  expect(['Mars/Base', '+01:00', ''].some(isTimeZone)).toBe(false)
})
