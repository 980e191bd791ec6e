import { expect, test } from 'vitest'

import { openDatabase } from '../../../../src/index.ts'
import { restaurantConfig } from '../../../../tools/reservations/config.ts'
import { restaurantFrom } from '../../../../tools/reservations/restaurant.ts'
import { SCHEMA } from '../../../../tools/reservations/schema.ts'
import { slotsOn } from '../../../../tools/reservations/slots.ts'
import { createStore } from '../../../../tools/reservations/store.ts'
import { diner, HARBOR, type RawConfig } from './restaurants.ts'

const store = createStore(openDatabase(':memory:', SCHEMA))

const timesOn = (date: string, meal: 'lunch' | 'dinner', config: RawConfig = HARBOR): string[] =>
  slotsOn({ restaurant: restaurantFrom(restaurantConfig.parse(config)), store }, date, meal).map(
    ({ time }) => time,
  )

test('start times run from the opening to the last seating', () => {
  expect(timesOn('2026-03-13', 'lunch')).toEqual([
    '11:30',
    '11:45',
    '12:00',
    '12:15',
    '12:30',
    '12:45',
    '13:00',
    '13:15',
    '13:30',
  ])
  expect(timesOn('2026-03-13', 'dinner', { ...HARBOR, slotMinutes: 60 })).toEqual([
    '17:30',
    '18:30',
    '19:30',
    '20:30',
  ])
})

test('there are none on a day without the service, on a closure, and on a yearly closure', () => {
  expect(timesOn('2026-03-16', 'dinner')).toEqual([])
  expect(timesOn('2026-03-17', 'dinner')).toEqual([])
  expect(timesOn('2026-12-25', 'dinner')).toEqual([])
  expect(timesOn('2030-12-25', 'lunch')).toEqual([])
})

test('the night the clocks go forward has no start time in the hour that is left out', () => {
  const times = timesOn('2026-03-08', 'dinner', diner('America/New_York'))
  expect(times).toHaveLength(92)
  expect(times.filter((time) => time.startsWith('02'))).toEqual([])
})

test('the night the clocks go back has no start time in the hour that comes twice', () => {
  const times = timesOn('2026-10-25', 'dinner', diner('Europe/Berlin'))
  expect(times).toHaveLength(92)
  expect(times.slice(7, 9)).toEqual(['01:45', '03:00'])
})
