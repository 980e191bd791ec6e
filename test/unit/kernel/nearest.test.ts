import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { nearest } from '../../../src/kernel/nearest.ts'

const KEYS = ['host', 'port', 'demo', 'dataDir', 'allowedHosts', 'env', 'file']

describe('the word that was probably meant', () => {
  test.each([
    ['prt', 'port'],
    ['evn', 'env'],
    ['alowedHosts', 'allowedHosts'],
    ['datadir', 'dataDir'],
    ['allowedHost', 'allowedHosts'],
  ])('%s was meant to be %s', (word, meant) => {
    expect(nearest(word, KEYS)).toBe(meant)
  })

  test.each(['zebra', 'x', 'reservations', 'allowedOrigins'])('%s is near nothing', (word) => {
    expect(nearest(word, KEYS)).toBeUndefined()
  })

  test('a long word of the same namespace is another word, not a slip', () => {
    expect(nearest('reservations_cancel', ['reservations_check', 'reservations_book'])).toBe(
      undefined,
    )
  })

  test('of equally close words the first is taken', () => {
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat')
  })

  test('without candidates there is none', () => {
    expect(nearest('port', [])).toBeUndefined()
  })

  test('a word with one letter dropped is always recognised', () => {
    const key = fc.constantFrom(...KEYS.filter((each) => each.length > 3))
    fc.assert(
      fc.property(key, fc.nat(), (word, place) => {
        const at = place % word.length
        expect(nearest(word.slice(0, at) + word.slice(at + 1), [word])).toBe(word)
      }),
    )
  })
})
