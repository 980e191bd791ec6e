import fc from 'fast-check'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { openLedger } from '../../../src/audit/open-ledger.ts'
import { verifyLedger } from '../../../src/audit/verify.ts'
import type { CallBody } from '../../../src/kernel/ledger.ts'
import { databaseFile } from '../../../src/store/places.ts'
import { BANK_CONFIG, openBank, spokenCode, ticks, type OpenBank } from '../../support/open-bank.ts'

const MOVE = { to: 'anna', amount: 20 }
const ROOM = { handle: 'room-1' }

/** The rows of one call, in their order. */
async function rowsOf(bank: OpenBank, id: string) {
  return (await bank.rows()).filter(({ call }) => call === id)
}

async function callRow(bank: OpenBank, id: string): Promise<CallBody> {
  const row = (await rowsOf(bank, id)).find(({ kind }) => kind === 'call')
  if (row?.kind !== 'call') throw new Error(`${id} is not on record`)
  return row.body
}

describe('the record of a call', () => {
  it('has the intent before the effect, and the result after it', async () => {
    const bank = await openBank()
    let before = 0
    bank.bank.wait = async () => {
      before = (await bank.rows()).filter(({ kind }) => kind === 'call').length
    }
    const { id } = await bank.call('voice', 'bank_buy', { item: 'mug' }, ROOM)
    expect(before).toBe(1)
    const rows = await rowsOf(bank, id)
    expect(rows.map(({ kind }) => kind)).toEqual(['run', 'call', 'result'])
    expect(rows[1]?.body).toMatchObject({
      client: 'voice',
      user: 'u-ada',
      tool: 'bank_buy',
      tier: 'write',
      decision: { verdict: 'allowed', rule: 'tier write', gate: 'auto', proof: 'none' },
      result: null,
    })
    expect(rows[2]?.body).toMatchObject({ outcome: 'success' })
  })

  it('is one row for a read, a moment later', async () => {
    const bank = await openBank()
    const { id } = await bank.call('voice', 'bank_look', { topic: 'rates' })
    expect(await callRow(bank, id)).toMatchObject({
      decision: { verdict: 'allowed', rule: 'tier read' },
      result: { outcome: 'success' },
    })
  })

  it('says the time that it took, in its result', async () => {
    const bank = await openBank()
    bank.bank.wait = () => Promise.resolve(bank.clock.turn(700))
    const { id } = await bank.call('voice', 'bank_buy', { item: 'mug' })
    const result = (await rowsOf(bank, id)).find(({ kind }) => kind === 'result')
    expect(result?.body).toMatchObject({ latencyMs: 700 })
  })

  it.each<[string, string, string, string, unknown, object]>([
    ['unauthenticated', 'identify', 'nobody', 'bank_buy', {}, {}],
    ['bad_handle', 'identify', 'voice', 'bank_buy', {}, { handle: '' }],
    ['unknown_tool', 'resolve', 'voice', 'bank_bye', {}, {}],
    ['not_verified', 'requireGrant', 'voice', 'bank_report', { pages: 1 }, ROOM],
    ['no_conversation', 'requireGrant', 'voice', 'bank_report', { pages: 1 }, {}],
    ['invalid_input', 'validate', 'voice', 'bank_buy', {}, ROOM],
    ['bad_key', 'operationOf', 'voice', 'bank_buy', { item: 'a' }, { idempotencyKey: 'x' }],
    ['not_found', 'plan', 'voice', 'bank_move', { ...MOVE, to: 'x' }, ROOM],
    ['confirm_first', 'gate: tool', 'voice', 'bank_move', MOVE, ROOM],
    [
      'confirmation_wrong',
      'gate: tool',
      'voice',
      'bank_move',
      { ...MOVE, confirmation_code: 1 },
      ROOM,
    ],
    ['confirm_first', 'gate: tier irreversible', 'voice', 'bank_send', MOVE, ROOM],
    ['no_channel', 'gate: tier irreversible', 'mute', 'bank_send', MOVE, ROOM],
  ])(
    'of a call that was refused as %s says what decided: %s',
    async (code, rule, ...[client, tool, input, more]) => {
      const bank = await openBank()
      const answer = await bank.call(client, tool, input, more)
      expect(answer.code).toBe(code)
      const row = await callRow(bank, answer.id)
      expect(row).toMatchObject({
        client: rule === 'identify' ? null : client,
        tool,
        decision: {
          verdict: code === 'confirm_first' ? 'asked' : 'refused',
          rule,
          clearance: null,
        },
        result: { outcome: code },
      })
    },
  )

  it('names the rule of the configuration that asked', async () => {
    const rules = `\nrules: { precious: { tools: [bank_buy], when: 'arguments.item == "gold"', gate: spoken } }\n`
    const bank = await openBank({ yaml: BANK_CONFIG + rules })
    const { id, code } = await bank.call('voice', 'bank_buy', { item: 'gold' }, ROOM)
    expect(code).toBe('confirm_first')
    expect((await callRow(bank, id)).decision).toMatchObject({
      rule: 'gate: rule precious',
      gate: 'spoken',
      proof: 'none',
    })
    expect((await bank.call('voice', 'bank_buy', { item: 'tin' }, ROOM)).code).toBe('success')
  })

  it('names the yes that was consumed once, in the call that it let run', async () => {
    const bank = await openBank()
    const code = spokenCode(await bank.call('voice', 'bank_move', MOVE, {}))
    bank.clock.turn(2_000)
    const second = { ...MOVE, confirmation_code: code }
    await Promise.all([1, 2, 3].map(() => bank.call('voice', 'bank_move', second, {})))
    const named = (await bank.rows()).flatMap(({ kind, body }) =>
      kind === 'call' && body.decision.clearance !== null ? [body.decision] : [],
    )
    expect(named).toHaveLength(1)
    expect(named[0]?.verdict).toBe('allowed')
  })

  it('of one that is answered from an earlier try says so, and that of a duplicate in doubt does not', async () => {
    const bank = await openBank()
    const keyed = { ...ROOM, idempotencyKey: 'key-12345678' }
    await bank.call('voice', 'bank_buy', { item: 'mug' }, keyed)
    const again = await bank.call('voice', 'bank_buy', { item: 'mug' }, keyed)
    expect((await callRow(bank, again.id)).decision).toMatchObject({
      verdict: 'replayed',
      rule: 'replay',
    })
    const other = { ...ROOM, idempotencyKey: 'key-87654321' }
    await bank.call('voice', 'bank_buy', { item: 'bug' }, other)
    const doubtful = await bank.call('voice', 'bank_buy', { item: 'bug' }, other)
    expect(await callRow(bank, doubtful.id)).toMatchObject({
      decision: { verdict: 'refused', rule: 'replay' },
      result: { outcome: 'in_doubt' },
    })
    expect(bank.logged.map(({ record }) => record.decision)).toEqual([
      'ran',
      'replayed',
      'ran',
      'refused',
    ])
  })

  it('of a change whose time ran out before it began says that it was refused', async () => {
    const bank = await openBank()
    bank.bank.wait = () => new Promise(() => {})
    void bank.call('voice', 'bank_buy', { item: 'mug' }, ROOM)
    await ticks()
    const second = bank.call('voice', 'bank_buy', { item: 'plate' }, ROOM)
    await ticks()
    bank.clock.turn(4_000)
    const { id, code } = await second
    expect(code).toBe('timeout')
    expect(await callRow(bank, id)).toMatchObject({
      decision: { verdict: 'refused', rule: 'deadline' },
      result: { outcome: 'timeout' },
    })
  })

  it('has everything that happened to a confirmation', async () => {
    const bank = await openBank()
    await bank.call('voice', 'bank_send', MOVE, ROOM)
    bank.clock.turn(2_000)
    const tell = (code: string, input: object = MOVE) =>
      bank.call('voice', 'bank_send', { ...input, confirmation_code: code }, ROOM)
    await tell('000000')
    await tell(bank.phone.code(), { ...MOVE, amount: 21 })
    const events = (await bank.rows()).flatMap(({ kind, body }) =>
      kind === 'clearance' ? [`${body.event} ${body.kind} ${body.why ?? ''}`.trim()] : [],
    )
    expect(events).toEqual([
      'issued delivered',
      'wrong_code delivered unknown',
      'void delivered changed',
    ])
  })

  it('has the grant that covered what a call acts on, and grants themselves', async () => {
    const bank = await openBank()
    const { id } = await bank.call('voice', 'bank_prove', { who: 'O-1' }, ROOM)
    const grant = (await rowsOf(bank, id)).find(({ kind }) => kind === 'grant')
    expect(grant?.body).toMatchObject({ client: 'voice', grantKind: 'owner', subject: 'O-1' })
  })

  it('is announced when it is a change, whatever came of it', async () => {
    const bank = await openBank()
    await bank.call('voice', 'bank_buy', { item: 'mug' })
    await bank.call('voice', 'bank_buy', { item: 'bug' })
    await bank.call('voice', 'bank_look', { topic: 'rates' })
    await bank.call('voice', 'bank_move', MOVE)
    expect(bank.announced).toEqual(['bank_buy success', 'bank_buy in_doubt'])
  })
})

describe('arguments on record', () => {
  it('are masked, but for what the tool declares as nobody’s personal data, choices and numbers', async () => {
    const bank = await openBank()
    const input = { ...MOVE, kind: 'a birthday', note: 'For your cake' }
    const { id } = await bank.call('voice', 'bank_move', input, ROOM)
    expect((await callRow(bank, id)).arguments).toEqual({
      to: '[text of 4]',
      amount: 20,
      currency: 'EUR',
      kind: 'a birthday',
      note: '[text of 13]',
    })
  })

  it('have a keyed hash that is equal for equal arguments, and no plain one', async () => {
    const bank = await openBank()
    const hashOf = async (input: object, on: OpenBank = bank) =>
      (await callRow(on, (await on.call('voice', 'bank_move', input, ROOM)).id)).argumentsHash
    const first = await hashOf(MOVE)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await hashOf({ currency: 'EUR', amount: '20', to: 'anna' })).toBe(first)
    expect(await hashOf({ ...MOVE, amount: 21 })).not.toBe(first)
    const elsewhere = await openBank()
    expect(await hashOf(MOVE, elsewhere)).not.toBe(first)
  })

  it('of a refused call are found by its id', async () => {
    const bank = await openBank()
    const { id, code } = await bank.call('voice', 'bank_move', { ...MOVE, amount: -1 }, ROOM)
    expect(code).toBe('invalid_input')
    const { arguments: found } = await callRow(bank, id)
    expect(found).toEqual({ to: '[text of 4]', amount: -1 })
  })

  it('that no tool knows are counted and not named, because names are the caller’s text, too', async () => {
    const bank = await openBank()
    const odd = { ...MOVE, 'my password is hunter2': 'x' }
    const { id } = await bank.call('voice', 'bank_move', odd, ROOM)
    expect((await callRow(bank, id)).arguments).toMatchObject({ '…': '1 other' })
  })

  it('never show a text, whichever way the call goes', async () => {
    const bank = await openBank({ isKept: true })
    const canary = fc.stringMatching(/^[a-z]{4,12}$/).map((word) => `zq${word}`)
    const tools = ['bank_move', 'bank_send', 'bank_buy', 'bank_order', 'bank_look', 'bank_none']
    const fields = ['to', 'note', 'item', 'topic', 'currency', 'who', 'odd', 'confirmation_code']
    const value = fc.oneof(
      canary,
      canary.map((word) => `${word}\n${word}`),
      fc.array(canary, { minLength: 1, maxLength: 3 }),
      fc.dictionary(canary, canary, { minKeys: 1, maxKeys: 2 }),
    )
    const input = fc.dictionary(fc.oneof(fc.constantFrom(...fields), canary), value, {
      minKeys: 1,
      maxKeys: 5,
    })
    const right = fc.oneof(
      fc.record({
        tool: fc.constantFrom('bank_buy', 'bank_order'),
        given: fc.record({ item: canary }),
      }),
      fc.record({ tool: fc.constant('bank_look'), given: fc.record({ topic: canary }) }),
      fc.record({
        tool: fc.constantFrom('bank_move', 'bank_send'),
        given: fc.record({ to: canary, amount: fc.integer({ min: 1, max: 30 }) }),
      }),
    )
    const wrong = fc.record({
      tool: fc.constantFrom(...tools),
      given: fc.oneof(input, fc.array(canary), canary),
    })
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('voice', 'desk', 'nobody'),
        fc.oneof(right, wrong),
        async (client, { tool, given }) => {
          if (typeof given === 'object' && 'to' in given && typeof given.to === 'string')
            bank.bank.accounts.set(given.to, 'A-1')
          seen.add((await bank.call(client, tool, given, ROOM)).code)
        },
      ),
      { numRuns: 200 },
    )
    expect([...seen]).toEqual(expect.arrayContaining(['success', 'invalid_input', 'unknown_tool']))
    const all = (await bank.rows()).map(({ text }) => text).join('\n')
    expect(/zq[a-z]{4}/.exec(all)?.[0]).toBeUndefined()
    expect(
      // Calls have random letters for a name.
      JSON.stringify(bank.logged.map(({ record }) => ({ ...record, call: '', arguments: [] }))),
    ).not.toMatch(/zq[a-z]{4}/)
    await bank.close()
  })
})

describe('a ledger that cannot write', () => {
  it('lets no change happen, and says so; a read is refused as well', async () => {
    let isFull = false
    const bank = await openBank({
      aroundJournal: (journal) => {
        const full = () => Promise.reject(new Error('disk full'))
        return {
          ...journal,
          append: (entries) => (isFull ? full() : journal.append(entries)),
          appendSoon: (entries) => (isFull ? full() : journal.appendSoon(entries)),
          claim: (claim) => (isFull ? full() : journal.claim(claim)),
          issue: (one, entries) => (isFull ? full() : journal.issue(one, entries)),
        }
      },
    })
    const keyed = { ...ROOM, idempotencyKey: 'key-12345678' }
    await bank.call('voice', 'bank_buy', { item: 'mug' }, keyed)
    isFull = true
    const sorry =
      'Nothing can be recorded at the moment, so nothing was done. Hand over to a colleague.'
    const answers = [
      await bank.call('voice', 'bank_buy', { item: 'plate' }, ROOM),
      await bank.call('voice', 'bank_move', MOVE, ROOM),
      await bank.call('voice', 'bank_look', { topic: 'rates' }, ROOM),
    ]
    expect(answers.map(({ code, text }) => [code, text])).toEqual(
      answers.map(() => ['not_recorded', sorry]),
    )
    expect(bank.bank.effects).toHaveLength(1)
    // What was done already must not be done again because of this.
    expect(await bank.call('voice', 'bank_buy', { item: 'mug' }, keyed)).toMatchObject({
      code: 'not_recorded',
      text: 'Nothing can be recorded at the moment, so there is no answer. Do not do it anew; hand over to a colleague.',
    })
    isFull = false
    expect((await bank.call('voice', 'bank_buy', { item: 'plate' }, ROOM)).code).toBe('success')
  })

  it('at the commit lets nothing happen either, and the next try need not wait', async () => {
    let isFull = true
    const bank = await openBank({
      aroundJournal: (journal) => ({
        ...journal,
        commit: (...given) =>
          isFull ? Promise.reject(new Error('disk full')) : journal.commit(...given),
      }),
    })
    const keyed = { ...ROOM, idempotencyKey: 'key-12345678' }
    const buy = () => bank.call('voice', 'bank_buy', { item: 'mug' }, keyed)
    expect((await buy()).code).toBe('not_recorded')
    expect(bank.bank.effects).toEqual([])
    isFull = false
    expect((await buy()).code).toBe('success')
  })

  it('at the end says that it was done, and leaves it in doubt', async () => {
    const bank = await openBank({
      aroundJournal: (journal) => ({
        ...journal,
        finish: () => Promise.reject(new Error('disk full')),
      }),
    })
    const keyed = { ...ROOM, idempotencyKey: 'key-12345678' }
    const buy = () => bank.call('voice', 'bank_buy', { item: 'mug' }, keyed)
    expect(await buy()).toMatchObject({
      code: 'in_doubt',
      text: 'That went through, but it could not be put on record. Do not do it again, and tell a colleague.',
    })
    bank.clock.turn(60_000)
    await ticks()
    expect((await buy()).code).toBe('in_doubt')
    expect(bank.bank.effects).toHaveLength(1)
    const ledger = openLedger(databaseFile(join(bank.dir, 'data')))
    expect(verifyLedger({ ledger, verifying: undefined, outside: undefined }).breaks).toEqual([])
    ledger.close()
  })

  it('is not undone by a listener that throws', async () => {
    const bank = await openBank()
    Object.defineProperty(bank.announced, 'push', {
      value: () => {
        throw new Error('the listener is ill')
      },
    })
    expect((await bank.call('voice', 'bank_buy', { item: 'mug' })).code).toBe('success')
  })
})
