import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { canonicalJson, digestOf, keyedDigestOf } from '../../../src/kernel/canonical-json.ts'
import { openBank, spokenCode } from '../../support/open-bank.ts'

/** The same value with its fields in another order, at every depth. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, shuffled(inner)]),
  )
}

describe('canonical JSON (T-APP-8)', () => {
  it.each([
    ['a number’s form', '{"a":1}', '{"a":1.0}'],
    ['a number’s exponent', '{"a":100}', '{"a":1e2}'],
    ['the order of fields', '{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['escapes', '{"a":"é"}', '{"a":"\\u00e9"}'],
    ['blanks', '{"a":1}', '{ "a" : 1 }'],
    ['minus zero', '{"a":0}', '{"a":-0}'],
  ])('does not depend on %s', (_what, one, other) => {
    expect(digestOf(JSON.parse(one))).toBe(digestOf(JSON.parse(other)))
  })

  it.each([
    ['composed and decomposed letters', 'é', 'e\u0301'],
    ['a zero byte', 'ab', 'a\u0000b'],
    ['a number and its text', 1, '1'],
    ['nothing and an empty text', null, ''],
    ['one list and two', ['a', 'b'], ['a,b']],
    ['a list and an object', ['a'], { 0: 'a' }],
    ['a field that is absent and one that is null', {}, { a: null }],
    ['large numbers that are near', 2 ** 53, 2 ** 53 - 1],
    ['direction marks', 'ab', 'a\u202eb'],
  ])('tells %s apart', (_what, one, other) => {
    expect(digestOf({ a: one })).not.toBe(digestOf({ a: other }))
  })

  it('is the same for values that mean the same, and another for any that do not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(canonicalJson(shuffled(one))).toBe(canonicalJson(one))
        expect(canonicalJson(JSON.parse(canonicalJson(one)))).toBe(canonicalJson(one))
        const isSame = canonicalJson(one) === canonicalJson(other)
        const read = (value: unknown): unknown => JSON.parse(canonicalJson(value))
        expect(isSame).toBe(fc.stringify(read(one)) === fc.stringify(read(other)))
      }),
    )
  })

  it.each([
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set(['a'])],
    ['a regular expression', /a/],
    [
      'an object with a private inside',
      new (class Secret {
        #amount = 1
        read = () => this.#amount
      })(),
    ],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['half a character', '\ud800'],
    ['a Set within', { in: [new Set(['a'])] }],
    ['nothing', undefined],
    ['a function', () => 1],
  ])('refuses %s, which would be equal to any other', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow(/./)
  })

  it('takes what says itself how it is written, such as a date', () => {
    expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}')
  })

  it('has another keyed digest under every key', () => {
    const [one, other] = [1, 2].map((byte) => keyedDigestOf(Buffer.alloc(32, byte), { a: 1 }))
    expect(one).not.toBe(other)
  })
})

describe('a yes', () => {
  it.each([
    ['composed and decomposed letters', 'José', 'Jose\u0301'],
    ['a zero byte', 'ab', 'a\u0000b'],
    ['a blank at the end', 'ab', 'ab '],
    ['an invisible mark', 'ab', 'a\u200bb'],
  ])('does not count for a receiver that differs by %s', async (_what, one, other) => {
    const bank = await openBank()
    for (const name of [one, other]) bank.bank.accounts.set(name, 'A-1')
    const move = (to: string, code?: string) =>
      bank.call('voice', 'bank_move', { to, amount: 1, confirmation_code: code })
    const code = spokenCode(await move(one))
    bank.clock.turn(2_000)
    expect((await move(other, code)).code).toBe('confirmation_changed')
    expect(bank.bank.effects).toEqual([])
  })
})
