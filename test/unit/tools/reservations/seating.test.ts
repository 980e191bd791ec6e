import { expect, test } from 'vitest'

import { freeSeating, seatingsOf } from '../../../../tools/reservations/seating.ts'

const seatings = seatingsOf(
  [
    { id: 'six', seats: 6 },
    { id: 'two-a', seats: 2 },
    { id: 'two-b', seats: 2 },
    { id: 'four', seats: 4 },
  ],
  [
    ['six', 'four'],
    ['two-a', 'two-b'],
  ],
)

const seated = (partySize: number, ...taken: string[]): readonly string[] | undefined =>
  freeSeating(seatings, partySize, new Set(taken))?.tables

test('a party gets the smallest table that is large enough', () => {
  expect(seated(1)).toEqual(['two-a'])
  expect(seated(3)).toEqual(['four'])
  expect(seated(5)).toEqual(['six'])
})

test('a single table is preferred to joined ones, even when it is larger', () => {
  expect(seated(4, 'four')).toEqual(['six'])
  expect(seated(4, 'four', 'six')).toEqual(['two-a', 'two-b'])
})

test('a join needs all of its tables', () => {
  expect(seated(10)).toEqual(['six', 'four'])
  expect(seated(10, 'four')).toBeUndefined()
  expect(seated(4, 'four', 'six', 'two-b')).toBeUndefined()
})

test('more guests than any seating has seats get none', () => {
  expect(seated(11)).toBeUndefined()
})
