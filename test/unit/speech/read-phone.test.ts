import { expect, test } from 'vitest'

import { readPhone } from '../../../src/index.ts'

test('phone numbers are read as people in the country write them, and from abroad with their code', () => {
  expect(readPhone('(415) 555-0132', 'US')).toBe('+14155550132')
  expect(readPhone('415.555.0132', 'US')).toBe('+14155550132')
  expect(readPhone('+49 30 901820', 'US')).toBe('+4930901820')
  expect(readPhone('555-0132', 'US')).toBeUndefined()
  expect(readPhone('call me', 'US')).toBeUndefined()
})
