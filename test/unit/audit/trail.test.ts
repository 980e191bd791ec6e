import { describe, expect, it } from 'vitest'

import { openLedger } from '../../../src/audit/open-ledger.ts'
import { trailOf } from '../../../src/audit/trail.ts'
import type { CallBody, Entry, ResultBody } from '../../../src/kernel/ledger.ts'
import { ledgerFile, START_MS, type LedgerFile } from '../../support/ledger-file.ts'

const RUN = 'voice/job-1'

const SUCCESS: ResultBody = { outcome: 'success', resultHash: 'r', latencyMs: 12 }

interface CallChanges extends Partial<Omit<CallBody, 'decision'>> {
  readonly decision?: Partial<CallBody['decision']>
}

function call(id: string, { decision, ...over }: CallChanges = {}): Entry {
  const body: CallBody = {
    client: 'voice',
    user: null,
    tool: 'shop_refund',
    toolDigest: 't',
    policyVersion: 'p',
    tier: 'write',
    argumentsHash: 'a',
    arguments: { amount: 40, note: '[text of 7]', method: 'card' },
    result: null,
    ...over,
    decision: {
      verdict: 'allowed',
      rule: 'tool',
      gate: 'auto',
      proof: 'none',
      clearance: null,
      grant: null,
      ...decision,
    },
  }
  return { kind: 'call', atMs: START_MS, run: RUN, call: id, body }
}

function beside<K extends Entry['kind']>(
  kind: K,
  body: Extract<Entry, { kind: K }>['body'],
  at: { run?: string | null; call?: string } = {},
): Entry {
  return { kind, atMs: START_MS, run: RUN, call: 'c1', ...at, body } as Entry
}

function result(id: string, body: ResultBody = SUCCESS): Entry {
  return beside('result', body, { call: id })
}

function written(...entries: readonly Entry[]): LedgerFile {
  const ledger = ledgerFile()
  ledger.appendEntries(...entries)
  return ledger
}

/** The story, each line as `mood: text | details`. */
function told(ledger: LedgerFile): readonly string[] {
  const opened = openLedger(ledger.file)
  try {
    return trailOf(opened.ofRun(RUN)).map(
      ({ mood, text, details }) => `${mood}: ${[text, ...details].join(' | ')}`,
    )
  } finally {
    opened.close()
  }
}

describe('a trail tells', () => {
  it('who talks', () => {
    const ledger = written(beside('run', { client: 'voice', user: 'anna', profile: 'voice' }))
    expect(told(ledger)).toStrictEqual([
      'note: The conversation begins: client voice, voice profile | for anna',
    ])
  })

  it('a call and its result as one', () => {
    const used = {
      gate: 'spoken',
      proof: 'agent_attested',
      clearance: 'k1',
      grant: 'customer C-1',
    } as const
    const ledger = written(
      call('c1', { user: 'anna', decision: used }),
      call('c2'),
      result('c1'),
      result('c2'),
    )
    expect(told(ledger)).toStrictEqual([
      'done: shop_refund amount=40 note=[text of 7] method="card" | success in 12 ms | allowed by tool | ' +
        'gate spoken | proof agent_attested | confirmation k1 used | covered by customer C-1 | for anna',
      'done: shop_refund amount=40 note=[text of 7] method="card" | success in 12 ms | allowed by tool',
    ])
  })

  it.each([
    ['refused', { verdict: 'refused', rule: 'validate' }, 'invalid_input', 'refused by validate'],
    ['asked', { verdict: 'asked', rule: 'gate: tool' }, 'confirm_first', 'asked by gate: tool'],
    ['failed', {}, 'upstream_failed', 'allowed by tool'],
    ['doubt', {}, 'in_doubt', 'allowed by tool'],
    [
      'done',
      { verdict: 'replayed', rule: 'replay' },
      'success',
      'answered from the record (replay)',
    ],
  ] as const)('that a call was %s, and by what', (mood, decision, outcome, why) => {
    const ledger = written(
      call('c1', { arguments: {}, decision, result: { outcome, resultHash: null, latencyMs: 3 } }),
    )
    expect(told(ledger)).toStrictEqual([`${mood}: shop_refund | ${outcome} in 3 ms | ${why}`])
  })

  it('that an intent has no result', () => {
    const [line] = told(written(call('c1', { arguments: {} })))
    expect(line).toBe(
      'doubt: shop_refund | no result was recorded, so it is in doubt unless it still runs | allowed by tool',
    )
  })

  it('a result that no call was waiting for', () => {
    const ledger = written(
      call('c1', { arguments: {}, result: SUCCESS }),
      result('c1'),
      result('c9'),
    )
    expect(told(ledger).slice(1)).toStrictEqual([
      'doubt: A result without a call that was waiting for it | success in 12 ms',
      'doubt: A result without a call that was waiting for it | success in 12 ms',
    ])
  })

  it('what an operator said of a call later, outside of the conversation', () => {
    const doubt = {
      event: 'in_doubt',
      tool: 'shop_refund',
      as: null,
      by: null,
      note: null,
    } as const
    const resolved = {
      ...doubt,
      event: 'resolved',
      as: 'succeeded',
      by: 'kim',
      note: 'seen in the books',
    } as const
    const ledger = written(
      call('c1', { arguments: {} }),
      beside('operation', doubt),
      beside('operation', resolved, { run: null }),
      beside('operation', resolved, { run: null, call: 'of-another' }),
      beside('operation', resolved, { run: 'voice/job-2' }),
    )
    expect(told(ledger).slice(1)).toStrictEqual([
      'doubt: shop_refund was found broken off, so it is in doubt | an operator has to look, and say: operations resolve',
      'note: shop_refund was resolved: it has succeeded | by kim | seen in the books',
    ])
  })

  it('grants, confirmations, undoings and changes', () => {
    const confirmation = { id: 'k1', kind: 'delivered', tool: 'shop_refund', binding: 'b' } as const
    const ledger = written(
      beside('grant', {
        client: 'voice',
        grantKind: 'customer',
        subject: 'C-1',
        expiresAtMs: START_MS,
      }),
      beside('clearance', { ...confirmation, event: 'issued', why: null }),
      beside('clearance', { ...confirmation, event: 'not_delivered', why: 'mailbox full' }),
      beside('clearance', { ...confirmation, event: 'wrong_code', why: null }),
      beside('clearance', { ...confirmation, event: 'void', why: 'three tries' }),
      beside('compensation', { tool: 'shop_refund', step: 'charge', outcome: 'success' }),
      beside('change', {
        what: 'writes',
        from: null,
        to: 'stopped',
        by: 'kim',
        note: 'an incident',
      }),
      beside('change', {
        what: 'reload',
        from: null,
        to: 'refused',
        by: null,
        note: '2 problems, told in the log',
      }),
    )
    expect(told(ledger)).toStrictEqual([
      'note: Granted: customer C-1 | until 2026-03-10T17:00:00.000Z',
      'note: A delivered confirmation of shop_refund: asked for | confirmation k1',
      'note: A delivered confirmation of shop_refund: could not be delivered | mailbox full | confirmation k1',
      'note: A delivered confirmation of shop_refund: refused, a wrong code was given | confirmation k1',
      'note: A delivered confirmation of shop_refund: void | three tries | confirmation k1',
      'note: Undone: charge of shop_refund | success',
      'note: Changed: writes, to stopped | by kim | an incident',
      'note: Opened anew: refused | 2 problems, told in the log',
    ])
  })

  it.each([
    ['a body that is no JSON', { body: 'x' }, 'call'],
    ['a body of another shape', { body: '{"tool":"shop_refund"}' }, 'call'],
    ['a kind of a later version', { kind: 'vote', body: '{}' }, 'vote'],
  ])('that there is a row with %s', (_what, row, kind) => {
    const ledger = ledgerFile()
    ledger.append(row)
    expect(told(ledger)).toStrictEqual([
      `doubt: A row of kind ${kind} that cannot be read here | audit verify says whether it was changed`,
    ])
  })

  it('long arguments in short, without cutting a sign in two', () => {
    const [line = ''] = told(
      written(call('c1', { arguments: { x: '😀'.repeat(200) }, result: SUCCESS })),
    )
    expect(line).toMatch(/^done: shop_refund x="(😀)+… \| success/u)
    expect(Array.from(line.split(' | ')[0] ?? '').length).toBeLessThan(190)
  })

  it('arguments that are no object', () => {
    const [line] = told(written(call('c1', { arguments: [1, 'a'], result: SUCCESS })))
    expect(line).toMatch(/^done: shop_refund \[1,"a"\] \|/)
  })

  it('nothing that a terminal takes for an order', () => {
    const evil = '\u001B[2J\u009B31m\u202Eevil\u2028\u0007'
    const ledger = written(
      call(evil, {
        tool: evil,
        user: evil,
        arguments: { [evil]: evil },
        decision: { rule: evil, grant: evil, clearance: evil },
        result: { outcome: evil, resultHash: null, latencyMs: 1 },
      }),
      beside('grant', { client: evil, grantKind: evil, subject: evil, expiresAtMs: 9e15 }),
      beside('change', { what: 'keys', from: evil, to: evil, by: evil, note: evil }),
    )
    const opened = openLedger(ledger.file)
    const lines = trailOf(opened.ofRun(RUN))
    opened.close()
    expect(lines).toHaveLength(3)
    for (const { text, details, call } of lines)
      expect([text, ...details, call].join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
    expect(lines[0]?.text).toContain('\\u{1b}[2J\\u{9b}31m\\u{202e}evil\\u{2028}\\u{7}')
    expect(lines[1]?.details).toStrictEqual(['until no time (9000000000000000)'])
  })
})
