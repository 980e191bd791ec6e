import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { OPERATED_BANK, openBank, type More, type OpenBank } from '../../support/open-bank.ts'

const CLOSE = {
  of: 'anna',
  pay_out: false,
  note: 'caf\u00e9',
  share: 1,
  tags: ['a', 'b'],
} as const
const ROOM = { handle: 'room-1' }

async function approved(input: object = CLOSE, more: More = ROOM): Promise<OpenBank> {
  const bank = await openBank({ yaml: OPERATED_BANK })
  expect(await bank.call('voice', 'bank_close', input, more)).toMatchObject({
    code: 'approval_pending',
  })
  expect(await bank.decide('day', 101)).toMatchObject({ kind: 'approved' })
  return bank
}

const text = fc.string({ unit: 'binary', maxLength: 12 })

/** Another value for each argument, or none. */
const otherArguments = fc
  .record(
    {
      of: fc.constantFrom('anna', 'ben', 'Anna', 'anna '),
      pay_out: fc.boolean(),
      note: fc.oneof(fc.constantFrom('caf\u00e9', 'cafe\u0301', 'caf\u00e9\u0000', 'CAFÉ'), text),
      share: fc.constantFrom(1, 1.000_000_1, 0, -0, -1, 1e21),
      tags: fc.constantFrom(['a', 'b'], ['b', 'a'], ['a,b'], ['a'], [], ['a', 'b', '']),
    },
    { requiredKeys: ['of'] },
  )
  .map((input): Record<string, unknown> => input)

describe('T-APP-1 and CVE-2026-29607: an approval counts for what was approved', () => {
  it('and any change of any field is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        otherArguments,
        fc.constantFrom('voice', 'desk', 'line'),
        fc.constantFrom('room-1', 'room-2', 'ROOM-1', undefined),
        fc.constantFrom('bank_close', 'bank_pay'),
        async (input, client, handle, tool) => {
          const bank = await approved()
          const more = handle === undefined ? {} : { handle }
          const isSame =
            JSON.stringify({ ...CLOSE, ...input }) === JSON.stringify(input) &&
            JSON.stringify(input) === JSON.stringify(CLOSE)
          fc.pre(!(isSame && client === 'voice' && handle === 'room-1' && tool === 'bank_close'))
          const answer = await bank.call(client, tool, input, more)
          expect(answer.code).not.toBe('success')
          expect(bank.bank.effects).toEqual([])
          // What was approved is still there, and good for itself.
          const meant = await bank.call('voice', 'bank_close', CLOSE, ROOM)
          expect(meant.text).toBe('Closed anna (A-17).')
          await bank.close()
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('T-APP-8: two ways to write one request are one, and two requests are never one', () => {
  const pairs: readonly (readonly [string, object, object, 'same' | 'other'])[] = [
    ['1 and 1.0', { of: 'anna', share: 1 }, JSON.parse('{"of":"anna","share":1.0}'), 'same'],
    ['0 and -0', { of: 'anna', share: 0 }, { of: 'anna', share: -0 }, 'same'],
    ['a default left out and given', { of: 'anna' }, { of: 'anna', pay_out: true }, 'same'],
    ['the fields in another order', { of: 'anna', share: 2 }, { share: 2, of: 'anna' }, 'same'],
    [
      'a key twice, of which the last counts',
      { of: 'ben' },
      JSON.parse('{"of":"anna","of":"ben"}'),
      'same',
    ],
    ['a default and its opposite', { of: 'anna' }, { of: 'anna', pay_out: false }, 'other'],
    ['NFC and NFD', { of: 'anna', note: '\u00e9' }, { of: 'anna', note: 'e\u0301' }, 'other'],
    [
      'with and without \\u0000',
      { of: 'anna', note: 'x' },
      { of: 'anna', note: 'x\u0000' },
      'other',
    ],
    ['an empty text and none', { of: 'anna' }, { of: 'anna', note: '' }, 'other'],
    ['a list and its text', { of: 'anna', tags: ['1'] }, { of: 'anna', note: '["1"]' }, 'other'],
  ]

  it.each(pairs)('%s', async (_name, first, second, are) => {
    const bank = await approved(first)
    const answer = await bank.call('voice', 'bank_close', second, ROOM)
    expect(answer.code).toBe(are === 'same' ? 'success' : 'approval_pending')
    expect(bank.bank.effects).toHaveLength(are === 'same' ? 1 : 0)
  })
})
