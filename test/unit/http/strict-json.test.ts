import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { strictJson } from '../../../src/http/strict-json.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => strictJson(bytes(text))

describe('CVE-2026-27896: strict JSON', () => {
  it('is what JSON.parse reads, for everything that JSON can say', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false, maxDepth: 6 }), (text) => {
        expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  it('is never more than JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const result = read(text)
        expect(result).toEqual(result.ok ? { ok: true, value: JSON.parse(text) } : result)
      }),
    )
  })

  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"b":1,"c":2,"b":3}}',
    '[{"a":1},{"a":1,"b":[{"z":0}],"a":1}]',
    '{"":1,"":2}',
    '{"a\\"":1,"a\\u0022":2}',
  ])('refuses a key that stands twice: %s', (text) => {
    expect(read(text)).toEqual({ ok: false, why: 'key_twice' })
  })

  it.each(['{"a":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":"a:","b":"{\\"a\\":1}"}', '{"A":1,"a":2}'])(
    'takes a key that stands once in each object: %s',
    (text) => {
      expect(read(text).ok).toBe(true)
    },
  )

  it('refuses a doubled key wherever it is put', () => {
    const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), {
      minKeys: 1,
    })
    fc.assert(
      fc.property(object, fc.nat(), (value, at) => {
        const entries = Object.entries(value).map(
          ([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner)}`,
        )
        const doubled = [...entries, entries[at % entries.length]].join(',')
        expect(read(`[{${doubled}}]`)).toEqual({ ok: false, why: 'key_twice' })
      }),
    )
  })

  it('refuses depth before anything recurses into it', () => {
    expect(read('['.repeat(64) + ']'.repeat(64)).ok).toBe(true)
    expect(read('['.repeat(65) + ']'.repeat(65))).toEqual({ ok: false, why: 'too_deep' })
    expect(read('{"a":'.repeat(200_000))).toEqual({ ok: false, why: 'too_deep' })
  })

  it.each([
    [new Uint8Array([0x22, 0xff, 0x22]), 'a byte that is no UTF-8'],
    [new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), 'a surrogate in UTF-8'],
    [new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), 'an overlong form'],
    [new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), 'a byte order mark'],
    [bytes(''), 'nothing'],
    [bytes('{} {}'), 'two values'],
    [bytes('{"a":1,}'), 'a comma too many'],
    [bytes("{'a':1}"), 'other quotes'],
    [bytes('NaN'), 'what is no value'],
    [bytes('{"a":01}'), 'a number with a zero in front'],
  ])('refuses %s: %s', (body) => {
    expect(strictJson(body)).toEqual({ ok: false, why: 'not_json' })
  })
})
