import { expect, test } from 'vitest'

import { hasSurname, plainName } from '../../../src/index.ts'

test('names are compared without case, accents, signs and spaces', () => {
  expect(plainName('  José  ÁLVAREZ-Núñez')).toBe('jose alvarez nunez')
  expect(plainName('O’Brien')).toBe(plainName("o'brien"))
  expect(plainName('Søren Weiß')).toBe('soren weiss')
  expect(plainName(' -- ')).toBe('')
})

test.each([
  ['Ada Moreno', 'moreno'],
  ['Ada Moreno', 'Ada Moreno'],
  ['José Nuñez', 'NUNEZ'],
  ['Siobhan O’Brien', "O'Brien"],
  ['Anna van der Berg', 'van der Berg'],
  ['Anna van der Berg', 'Berg'],
  ['Ewa Łuczak', 'Luczak'],
  ['Jan Groß', 'Gross'],
  ['Kari Ødegård', 'Odegard'],
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
