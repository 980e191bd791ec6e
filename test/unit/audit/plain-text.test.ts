import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { plainJson, plainText } from '../../../src/audit/plain-text.ts'

const ORDERS = [
  ['escape', '\u001B', '\\u{1b}'],
  ['a new line', '\n', '\\u{a}'],
  ['delete', '\u007F', '\\u{7f}'],
  ['the C1 form of escape [', '\u009B', '\\u{9b}'],
  ['right to left', '\u202E', '\\u{202e}'],
  ['an isolate', '\u2066', '\\u{2066}'],
  ['nothing at all', '\u200B', '\\u{200b}'],
  ['a tag', '\u{E0041}', '\\u{e0041}'],
  ['half a sign', '\uD83D', '\\u{d83d}'],
  ['a line separator', '\u2028', '\\u{2028}'],
] as const

describe('what a terminal would obey is shown by its number', () => {
  it.each(ORDERS)('%s', (_name, sign, shown) => {
    expect(plainText(`a${sign}b`)).toBe(`a${shown}b`)
    expect(plainJson(`a${sign}b`)).not.toContain(sign)
  })

  it('but not letters, accents and signs', () => {
    expect(plainText('Größe 大 😀 – "x"')).toBe('Größe 大 😀 – "x"')
  })
})

it('JSON stays the same JSON', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      (value, text, isIndented) => {
        const data = { value, [text]: text }
        const shown = plainJson(data, isIndented ? 2 : undefined)
        expect(JSON.parse(shown)).toStrictEqual(JSON.parse(JSON.stringify(data)))
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      },
    ),
  )
})
