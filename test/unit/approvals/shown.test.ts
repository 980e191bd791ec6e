import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { sheetOf } from '../../../src/approvals/sheet.ts'
import { shownFields, shownText } from '../../../src/approvals/shown-value.ts'
import { sheetText } from '../../../src/cli/sheet-text.ts'
import type { Ticket } from '../../../src/kernel/ticket.ts'

/** What would move, hide, turn around or pile up text, or be taken for markup. */
const HOSTILE = [
  '\u202e', // turns the writing around
  '\u2066',
  '\u200b', // has no width
  '\u200d',
  '\ufeff',
  '\u00ad',
  '\u3164', // looks like nothing
  '\u115f',
  '\u2800',
  '\u00a0',
  '\u2028',
  '\n',
  '\r',
  '\t',
  '\u0000',
  '\u001b[2J',
  '\u009b31m',
  '\u0301\u0301\u0301\u0301', // pile up
  '\ufe0f',
  '\u{e0041}', // tags
  '\ud800',
  '<b>',
  '</script><img src=x onerror=alert(1)>',
  '&lt;',
  '`code`',
  '*bold* _it_ [link](http://evil.example)',
  '"',
  '\\',
  '" ← 3 characters',
  '\nparty_size = 2',
] as const

const text = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 6 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''))

const wellFormed = text.map((each) => each.toWellFormed())

const leaf = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('to', 'a b', 'x.y', 'z[0]', '__proto__'), text),
      tie('any'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).any

const fields = fc.dictionary(fc.constantFrom('to', 'amount', 'note', 'tags'), value, {
  noNullPrototype: true,
})

const SEEN_BY_NOBODY =
  /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800<>&`]|(?! )\p{Zs}|\p{M}{3}/u

/** Reads what is shown back into what was meant. */
function readBack(shown: ReturnType<typeof shownFields>): readonly (readonly [string, unknown])[] {
  return shown.map(({ path, value: literal }) => [path, JSON.parse(literal)])
}

/** The values of an object, wherever they stand; an empty list or object is a value of its own. */
function leavesOf(given: unknown): readonly unknown[] {
  if (typeof given !== 'object' || given === null) return [given]
  const inner = Array.isArray(given)
    ? given
    : Object.entries(given)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, each]) => each)
  return inner.length === 0 ? [given] : inner.flatMap(leavesOf)
}

function ticket(given: Partial<Ticket>): Ticket {
  return {
    id: 'id',
    number: 207,
    asker: { client: 'voice', handle: 'h', toolset: null, tools: null },
    persons: [],
    user: null,
    conversation: 'voice/h',
    tool: 'bank_close',
    title: 'Close an account',
    tier: 'privileged',
    rule: 'tier privileged',
    request: 'r',
    binding: 'b',
    policyVersion: 'p',
    toolDigest: 'd',
    key: null,
    sent: {},
    arguments: {},
    resolved: {},
    readBack: 'close it',
    operatorsNeeded: 1,
    onApproval: 'wait',
    askedAtMs: 0,
    approveByMs: 60_000,
    executeWithinMs: 60_000,
    executeByMs: null,
    endedAtMs: null,
    state: 'pending',
    decisions: [],
    ...given,
  }
}

const plain = (_style: unknown, words: string): string => words

describe('T-APP-10: what an operator is shown', () => {
  it('has one line for each value, nothing that is not seen, and can be read back to exactly what was meant', () => {
    fc.assert(
      fc.property(fields, (given) => {
        const shown = shownFields(given)
        for (const { path, value: literal, notes } of shown)
          expect(`${path} = ${literal} ${notes.join()}`).not.toMatch(SEEN_BY_NOBODY)
        const meant = Object.keys(given).length === 0 ? [] : leavesOf(given)
        // JSON has no -0.
        expect(readBack(shown).map(([, each]) => each)).toEqual(JSON.parse(JSON.stringify(meant)))
        expect(new Set(shown.map(({ path }) => path)).size).toBe(shown.length)
      }),
      { numRuns: 1_000 },
    )
  })

  it('differs for any two different calls', () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
        const looksSame = JSON.stringify(shownFields(one)) === JSON.stringify(shownFields(other))
        expect(looksSame).toBe(isSame)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is never cut, however long it is, and says so', () => {
    const note = 'x'.repeat(10_240)
    const [field] = shownFields({ note })
    expect(field).toEqual({
      path: 'note',
      value: JSON.stringify(note),
      notes: ['10240 characters'],
    })
  })

  it('stands on the terminal as it was made: the lines are ours, and every other sign is seen', () => {
    fc.assert(
      fc.property(fields, wellFormed, wellFormed, (given, readBackText, reason) => {
        // What no digest can be made of is refused long before.
        fc.pre(JSON.stringify(given).search(/\\ud[89a-f]/i) === -1)
        const decisions = [
          {
            operator: 'day',
            persons: [],
            verdict: 'approve',
            atMs: 0,
            from: 'x',
            reason,
            shown: '',
            seal: '',
          },
        ] as const
        const sheet = sheetOf(
          ticket({
            arguments: given,
            readBack: readBackText,
            conversation: `voice/${readBackText}`,
            decisions,
          }),
          [reason],
        )
        const lines = sheetText(sheet, 0, plain).split('\n')
        const from = lines.indexOf('Arguments')
        const until = lines.indexOf('', from)
        expect(until - from - 1).toBe(Math.max(1, sheet.arguments.length))
        for (const line of lines) expect(line).not.toMatch(SEEN_BY_NOBODY)
        expect(lines.at(-1)).toMatch(/^seen [0-9a-f]{12}$/)
        expect(lines.filter((line) => line.startsWith('seen '))).toHaveLength(1)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps what people write in their own languages', () => {
    for (const words of [
      'Łukasz Müller',
      '東京 寿司',
      'שלום',
      'مرحبا',
      'नमस्ते',
      "O'Brien — 5 €",
      'Tiếng Việt',
    ])
      expect(shownText(words)).toBe(words)
  })

  it.each([
    ['p\u0430ypal', ['letters of several alphabets in one word']],
    ['paypal и мир', []],
    [' x', ['blanks at its ends']],
  ])('points out what is easily overlooked in %j', (given, notes) => {
    expect(shownFields({ given })[0]?.notes).toEqual(notes)
  })
})

function sorted(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(sorted)
  if (typeof given !== 'object' || given === null) return given
  const entries = Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1))
  // Told from a list of pairs, and of none from no list.
  return { entries: entries.map(([name, each]) => [name, sorted(each)]) }
}
