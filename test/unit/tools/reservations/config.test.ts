import { expect, test } from 'vitest'

import { restaurantConfig } from '../../../../tools/reservations/config.ts'
import { restaurantFrom } from '../../../../tools/reservations/restaurant.ts'
import { HARBOR } from './restaurants.ts'

function complaints(change: object): readonly string[] {
  const result = restaurantConfig.safeParse({ ...HARBOR, ...change })
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('a complete configuration has nothing to complain about', () => {
  expect(complaints({})).toEqual([])
})

test.each([
  [{ timeZone: 'Mars/Base' }, 'timeZone: Unknown time zone.'],
  [{ country: 'us' }, 'country: Unknown country.'],
  [{ joins: [['W1', 'X9']] }, 'joins.0.1: There is no table "X9".'],
  [{ joins: [['W1', 'W1']] }, 'joins.0.1: The table "W1" cannot be joined to itself.'],
  [{ closures: ['12-25', '2026-02-30'] }, 'closures.1: "2026-02-30" is not a day'],
  [{ closures: ['Christmas'] }, 'closures.0: "Christmas" is not a day'],
  [{ largestParty: 13 }, 'largestParty: No table or join seats more than 12.'],
  [{ petsAllowed: true }, ': Unrecognized key'],
  [
    { tables: [...HARBOR.tables, { id: 'W1', seats: 2 }] },
    'tables.8.id: The table "W1" is listed twice.',
  ],
  [
    { services: [{ meal: 'lunch', days: ['mon'], opens: '13:00', lastSeating: '12:00' }] },
    'services.0.lastSeating: The last seating, 12:00, is before the opening, 13:00.',
  ],
  [
    { services: [{ meal: 'lunch', days: ['mon'], opens: '1pm', lastSeating: '14:00' }] },
    'services.0.opens: A time is written HH:MM',
  ],
])('%j is refused where it stands', (change, complaint) => {
  expect(complaints(change)).toContainEqual(expect.stringContaining(complaint))
})

test('a yearly closure on the leap day is a day', () => {
  expect(complaints({ closures: ['02-29'] })).toEqual([])
})

test('the largest party follows from the tables and joins unless it is set', () => {
  expect(restaurantFrom(restaurantConfig.parse(HARBOR)).largestParty).toBe(12)
  const small = restaurantConfig.parse({ ...HARBOR, largestParty: 8 })
  expect(restaurantFrom(small).largestParty).toBe(8)
})
