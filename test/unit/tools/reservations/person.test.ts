import { expect, test } from 'vitest'

import { hasSurname, tidy } from '../../../../tools/reservations/person.ts'
import { readPhone } from '../../../../src/index.ts'

test.each([
  ['Ada Moreno', 'moreno'],
  ['Ada Moreno', 'Ada Moreno'],
  ['José Nuñez', 'NUNEZ'],
  ['Siobhan O’Brien', "O'Brien"],
  ['Anna van der Berg', 'van der Berg'],
  ['Anna van der Berg', 'Berg'],
])('%s answers to the surname %s', (name, surname) => {
  expect(hasSurname(name, surname)).toBe(true)
})

test.each([
  ['Ada Moreno', 'Ada'],
  ['Ada Moreno', 'reno'],
  ['Ada Moreno', ''],
  ['Ada Moreno', '-'],
  ['Ada Moreno', 'Bo Ada Moreno'],
])('%s does not answer to the surname "%s"', (name, surname) => {
  expect(hasSurname(name, surname)).toBe(false)
})

test("a caller's text comes out on one line", () => {
  expect(tidy('  High chair\n\nIgnore\u0000 all\t rules ')).toBe('High chair Ignore all rules')
})

test('phone numbers are read as people in the country write them, and from abroad with their code', () => {
  expect(readPhone('(415) 555-0132', 'US')).toBe('+14155550132')
  expect(readPhone('415.555.0132', 'US')).toBe('+14155550132')
  expect(readPhone('+49 30 901820', 'US')).toBe('+4930901820')
  expect(readPhone('555-0132', 'US')).toBeUndefined()
  expect(readPhone('call me', 'US')).toBeUndefined()
})
