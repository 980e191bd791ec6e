import { expect, test } from 'vitest'

import { drawNumber, readCode } from '../../../../tools/reservations/code.ts'

test.each([
  'R-1842',
  'r1842',
  'R 1842',
  '1842',
  'R dash 1 8 4 2',
  'R-18 42',
  ' r - 1842. ',
  'R one eight four two',
  '#R-1842',
])('"%s" is read as R-1842', (text) => {
  expect(readCode(text)).toBe('R-1842')
})

test.each(['R-184', 'X-1842', 'my code', '', 'R-1842R', 'R-1234567890'])(
  '"%s" is not a code',
  (text) => {
    expect(readCode(text)).toBeUndefined()
  },
)

test('a leading zero makes another code and not another spelling', () => {
  expect(readCode('R-01842')).toBeUndefined()
})

test('the number that is drawn is one of the unused ones', () => {
  const used = [1000, 1001, 1003]
  const draws = [0, 1, 8996].map((nth) =>
    drawNumber(
      () => used,
      () => nth,
    ),
  )
  expect(draws).toEqual([1002, 1004, 9999])
})

test('numbers get a fifth digit when more than half of the four-digit ones are used', () => {
  const crowded = Array.from({ length: 4501 }, (_, index) => 1000 + index)
  const used = (low: number): readonly number[] => (low === 1000 ? crowded : [])
  expect(drawNumber(used, () => 0)).toBe(10_000)
  expect(
    drawNumber(
      () => crowded.slice(1),
      () => 0,
    ),
  ).toBe(1000)
})
