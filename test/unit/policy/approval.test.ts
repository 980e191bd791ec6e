import Sqlite from 'better-sqlite3'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import type { Operator } from '../../../src/kernel/operator.ts'
import { databaseFile, stopFile } from '../../../src/store/places.ts'
import { newBank } from '../../support/bank.ts'
import {
  OPERATED_BANK,
  openBank,
  ticks,
  type BankSetting,
  type More,
  type OpenBank,
} from '../../support/open-bank.ts'

const DAY: Operator = {
  name: 'day',
  title: 'Day',
  persons: ['p-day'],
  tools: ['*'],
  clients: ['*'],
  highestTier: 'privileged',
}
const CLOSE = { of: 'anna' }
const ROOM = { handle: 'room-1' }
const MINUTE = 60_000

const operated = (setting: BankSetting = {}) => openBank({ yaml: OPERATED_BANK, ...setting })

const ask = ({ call }: OpenBank, input: object = CLOSE, more: More = ROOM) =>
  call('voice', 'bank_close', input, more)

/** A bank in which ticket A-101 has been asked for. */
async function asked(setting: BankSetting = {}): Promise<OpenBank> {
  const bank = await operated(setting)
  expect((await ask(bank)).code).toBe('approval_pending')
  return bank
}

/** …and approved. */
async function approved(setting: BankSetting = {}): Promise<OpenBank> {
  const bank = await asked(setting)
  expect(await bank.decide('day', 101)).toMatchObject({ kind: 'approved' })
  return bank
}

const events = async (bank: OpenBank) =>
  (await bank.rows()).flatMap((row) =>
    row.kind === 'ticket' ? [`${row.body.number} ${row.body.event}`] : [],
  )

describe('a call that needs an approval', () => {
  it('is answered at once with a number that can be said, and has not run', async () => {
    const bank = await operated()
    const answer = await ask(bank)
    expect(answer).toMatchObject({
      code: 'approval_pending',
      text: 'A colleague has to approve this, and was asked just now as ticket A-101. Nothing is done yet. Tell the caller, and go on. Send the same request again in a while; that carries it out once it is approved.',
    })
    expect(bank.bank.effects).toEqual([])
    expect((await ask(bank)).text).toBe(
      'Ticket A-101 still waits for a colleague to approve it, and nothing is done yet. Send the same request again in a while; that carries it out once it is approved.',
    )
    expect(await events(bank)).toEqual(['101 asked'])
  })

  it('runs exactly once when it is sent again after the approval, and is answered from the record after that', async () => {
    const bank = await approved()
    expect((await ask(bank)).text).toBe('Closed anna (A-17).')
    expect((await ask(bank)).text).toBe('Already done: Closed anna (A-17).')
    expect(bank.bank.effects).toHaveLength(1)
    expect(await events(bank)).toEqual(['101 asked', '101 approved', '101 used'])
  })

  it('is on record with who approved, when, from where and what was shown, and which proof let it run', async () => {
    const bank = await approved()
    const done = await ask(bank)
    const rows = await bank.rows()
    const decision = rows.find((row) => row.kind === 'ticket' && row.body.event === 'approved')
    expect(decision).toMatchObject({
      atMs: bank.clock.now() - 25,
      run: 'voice/room-1',
      body: {
        number: 101,
        by: 'day',
        from: 'test',
        shown: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    })
    const call = rows.find((row) => row.kind === 'call' && row.call === done.id)
    expect(call).toMatchObject({
      body: {
        decision: {
          verdict: 'allowed',
          gate: 'approval',
          proof: 'operator_approval',
          rule: 'tier privileged',
          clearance: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      },
    })
  })

  it('is shown below what led to it: the earlier calls of its conversation, in order, and of no other', async () => {
    const bank = await operated()
    const { call } = bank
    await call('voice', 'bank_look', { topic: 'rates' }, ROOM)
    await call('voice', 'bank_order', { item: 'mug' }, { handle: 'room-2' })
    await call('desk', 'bank_order', { item: 'mug' }, ROOM)
    await call('voice', 'bank_buy', { item: 'mug' }, ROOM)
    await ask(bank)
    await ask(bank, CLOSE, {})
    await bank.rows()
    const trail = bank.app.desk.show(DAY, 101)?.trail ?? []
    expect(trail.flatMap((line) => /(?:done|asked): bank_[a-z]+/.exec(line) ?? [])).toEqual([
      'done: bank_look',
      'done: bank_buy',
      'asked: bank_close',
    ])
    expect(bank.app.desk.show(DAY, 102)?.trail).toEqual([])
  })

  it('that was denied is told why, finally, and cannot be asked again in other words for a while', async () => {
    const bank = await asked()
    await bank.decide('day', 101, { verdict: 'deny', reason: 'the account\n is\u202E frozen' })
    const denied = {
      code: 'approval_denied',
      text: 'A colleague has said no to ticket A-101, saying: "the account is frozen". Nothing was done. Tell the caller, and do not ask for it again.',
    }
    expect(await ask(bank)).toMatchObject(denied)
    expect(await ask(bank, { of: 'ben' })).toMatchObject(denied)
    expect(await ask(bank, { of: 'ben' }, { handle: 'room-2' })).toMatchObject({
      code: 'approval_pending',
    })
    bank.clock.turn(10 * MINUTE)
    expect((await ask(bank)).text).toContain('ticket A-103')
    expect(bank.bank.effects).toEqual([])
  })

  it('that was denied cannot be asked again from another conversation, nor under a key; by another person it can', async () => {
    const bank = await operated()
    const close = (more: More) => bank.call('line', 'bank_close', CLOSE, more)
    for (const [who, handle] of [
      ['O-1', 'room-1'],
      ['O-1', 'room-2'],
      ['O-2', 'room-3'],
    ] as const)
      await bank.call('line', 'bank_prove', { who }, { handle })
    expect((await close(ROOM)).text).toContain('ticket A-101')
    await bank.decide('day', 101, { verdict: 'deny', reason: 'it is frozen' })
    const denied = {
      code: 'approval_denied',
      text: expect.stringContaining('no to ticket A-101, saying: "it is frozen"'),
    }
    expect(await close({ handle: 'room-2' })).toMatchObject(denied)
    expect(await close({ handle: 'room-2', idempotencyKey: 'key-of-one' })).toMatchObject(denied)
    expect((await close({ handle: 'room-3' })).text).toContain('ticket A-102')
    bank.clock.turn(10 * MINUTE)
    expect((await close({ handle: 'room-2' })).text).toContain('ticket A-103')
  })

  it('that was denied cannot be asked again without a conversation', async () => {
    const bank = await asked()
    await bank.decide('day', 101, { verdict: 'deny', reason: 'no' })
    expect(await ask(bank, CLOSE, {})).toMatchObject({ code: 'approval_denied' })
    expect(await ask(bank, { of: 'ben' }, {})).toMatchObject({ code: 'approval_pending' })
  })

  it('is refused when its client has too many tickets pending, and others are not', async () => {
    const bank = await operated()
    for (const handle of ['1', '2', '3', '4', '5'])
      expect((await ask(bank, CLOSE, { handle })).code).toBe('approval_pending')
    expect(await ask(bank, CLOSE, { handle: '6' })).toMatchObject({ code: 'approvals_full' })
    expect((await bank.call('desk', 'bank_close', CLOSE)).code).toBe('approval_pending')
    bank.clock.turn(15 * MINUTE)
    expect((await ask(bank, CLOSE, { handle: '6' })).code).toBe('approval_pending')
  })

  it('gets a new ticket when nobody decided in time, and when nobody used the approval in time', async () => {
    const bank = await asked()
    bank.clock.turn(15 * MINUTE)
    expect(await ask(bank)).toMatchObject({
      code: 'approval_expired',
      text: expect.stringContaining('Nobody decided on ticket A-101 in time. A colleague has to'),
    })
    expect(await bank.decide('day', 101)).toMatchObject({ code: 'over' })
    await bank.decide('day', 102)
    bank.clock.turn(15 * MINUTE)
    expect(await ask(bank)).toMatchObject({
      code: 'approval_expired',
      text: expect.stringContaining('Ticket A-102 was approved, but not used in time.'),
    })
    expect(bank.bank.effects).toEqual([])
  })

  it('is too late by the gate itself, also where nobody has looked for what ran out', async () => {
    const bank = await approved({
      aroundJournal: (journal) => ({ ...journal, sweep: async () => [] }),
    })
    bank.clock.turn(15 * MINUTE)
    expect(await ask(bank)).toMatchObject({
      code: 'approval_expired',
      text: expect.stringContaining('Ticket A-101 was approved, but not used in time.'),
    })
    expect(await events(bank)).toContain('101 expired')
    expect(bank.bank.effects).toEqual([])
  })

  it('is too late to decide on, also where nobody has looked for what ran out', async () => {
    const bank = await asked({
      aroundJournal: (journal) => ({ ...journal, sweep: async () => [] }),
    })
    bank.clock.turn(15 * MINUTE - 1)
    expect(await bank.decide('day', 101, { seen: 'x' })).toMatchObject({ code: 'not_seen' })
    bank.clock.turn(1)
    expect(await bank.decide('day', 101)).toMatchObject({ code: 'over' })
  })

  it('that is sent by many at once gets one ticket', async () => {
    const bank = await operated()
    const answers = await Promise.all(
      ['1', '2', '3', '4', '5'].map(() => bank.call('line', 'bank_close', CLOSE)),
    )
    for (const { text } of answers) expect(text).toContain('A-101')
    expect(await events(bank)).toEqual(['101 asked'])
  })

  it('is refused where nobody may approve it', async () => {
    const bank = await operated({
      configured: (config) => ({
        ...config,
        operators: config.operators.filter(({ name }) => name.startsWith('ada')),
      }),
    })
    expect(await ask(bank)).toMatchObject({ code: 'no_operator' })
  })

  it('of a rule waits like one of a tier, in place of a delivered code', async () => {
    const rules = `rules: { large: { tools: [bank_send], when: arguments.amount > 100, gate: approval } }`
    const bank = await operated({ yaml: `${OPERATED_BANK}${rules}\n` })
    const send = (amount: number) => bank.call('desk', 'bank_send', { to: 'anna', amount }, ROOM)
    expect((await send(20)).code).toBe('confirm_first')
    expect((await send(200)).code).toBe('approval_pending')
    expect(await bank.decide('teller', 101)).toMatchObject({ kind: 'approved' })
    expect((await send(200)).text).toBe('Sent 200 to anna.')
    expect(bank.phone.notices).toHaveLength(1)
  })

  it('runs by its own key, and by no other', async () => {
    const bank = await operated()
    const keyed = (idempotencyKey: string) => ask(bank, CLOSE, { ...ROOM, idempotencyKey })
    expect((await keyed('key-of-one')).text).toContain('A-101')
    await bank.decide('day', 101)
    expect((await keyed('key-of-two')).text).toContain('A-102')
    expect((await ask(bank)).text).toContain('A-103')
    expect((await keyed('key-of-one')).text).toBe('Closed anna (A-17).')
    expect((await keyed('key-of-one')).text).toBe('Already done: Closed anna (A-17).')
  })

  it('lets nobody past who only has the database to write', async () => {
    const bank = await asked()
    const database = new Sqlite(databaseFile(join(bank.dir, 'data')))
    const facts = {
      operator: 'day',
      persons: ['p-day'],
      verdict: 'approve',
      atMs: 0,
      from: 'x',
      reason: null,
      shown: '',
      seal: 'f'.repeat(64),
    }
    database.prepare("UPDATE tickets SET state = 'approved', execute_by = approve_by").run()
    expect((await ask(bank)).code).toBe('approval_changed')
    expect((await ask(bank)).text).toContain('A-102')
    database
      .prepare("UPDATE tickets SET state = 'approved', execute_by = approve_by WHERE number = 102")
      .run()
    database
      .prepare("INSERT INTO ticket_decisions VALUES (102, 'day', 'approve', 0, ?)")
      .run(JSON.stringify(facts))
    database.close()
    expect((await ask(bank)).code).toBe('approval_changed')
    expect(bank.bank.effects).toEqual([])
  })
})

describe('four eyes', () => {
  const yaml = `${OPERATED_BANK}approvals: { tools: { 'bank_*': { operators: 2 } } }\n`

  it('are two persons: a second credential of the first one does not count', async () => {
    const bank = await asked({ yaml })
    expect(await bank.decide('day', 101)).toMatchObject({ kind: 'endorsed' })
    expect((await ask(bank)).text).toContain('still waits for 1 more colleague')
    expect(await bank.decide('day', 101)).toMatchObject({ code: 'decided_already' })
    expect(await bank.decide('day_again', 101)).toMatchObject({ code: 'decided_already' })
    expect(bank.bank.effects).toEqual([])
    expect(await bank.decide('night', 101)).toMatchObject({ kind: 'approved' })
    expect((await ask(bank)).text).toBe('Closed anna (A-17).')
    expect(await events(bank)).toEqual(['101 asked', '101 endorsed', '101 approved', '101 used'])
  })

  it('see a denial of either', async () => {
    const bank = await asked({ yaml })
    await bank.decide('day', 101)
    expect(await bank.decide('night', 101, { verdict: 'deny', reason: 'no' })).toMatchObject({
      kind: 'denied',
    })
    expect((await ask(bank)).code).toBe('approval_denied')
  })
})

describe('an approval that executes', () => {
  const yaml = `${OPERATED_BANK}approvals: { onApproval: execute }\n`

  it('runs the call by itself, and its outcome waits', async () => {
    const bank = await asked({ yaml, runsApproved: true })
    expect((await ask(bank)).text).toContain('Once approved it runs by itself.')
    await bank.decide('day', 101)
    expect(bank.bank.effects).toEqual([])
    bank.clock.turn(500)
    await ticks(40)
    expect(bank.bank.effects.map(({ what }) => what)).toEqual(['anna (A-17)'])
    expect((await ask(bank)).text).toBe('Already done: Closed anna (A-17).')
    bank.clock.turn(60_000)
    await ticks(40)
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('runs once, whichever of several processes is first, and also after a restart', async () => {
    const bank = await asked({ yaml, runsApproved: true })
    const other = await bank.again({ yaml, runsApproved: true })
    await other.decide('day', 101)
    bank.clock.turn(500)
    await ticks(60)
    expect(bank.bank.effects).toHaveLength(1)
    expect((await ask(other)).text).toBe('Already done: Closed anna (A-17).')

    const third = await bank.again({ yaml, isKept: true })
    await ask(third, { of: 'ben' })
    await third.decide('day', 102)
    await third.close()
    bank.clock.turn(500)
    await ticks(60)
    expect(bank.bank.effects.map(({ what }) => what)).toEqual(['anna (A-17)', 'ben (B-4)'])
  })

  it('is not tried twice a second while something stands in its way', async () => {
    const bank = await asked({ yaml, runsApproved: true })
    await bank.decide('day', 101)
    const stop = stopFile(join(bank.dir, 'data'))
    writeFileSync(stop, '')
    const tries = async () =>
      (await bank.rows()).filter(
        ({ kind, body }) => kind === 'call' && body.decision.rule === 'stopWrites',
      ).length
    for (let at = 0; at < 20; at += 1) {
      bank.clock.turn(500)
      await ticks(20)
    }
    expect(await tries()).toBe(1)
    expect(bank.bank.effects).toEqual([])
    rmSync(stop)
    bank.clock.turn(31_000)
    await ticks(40)
    bank.clock.turn(500)
    await ticks(40)
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('is held to the policy of the moment like any call: the kill switch, and a client that is gone', async () => {
    const bank = await asked({ yaml, runsApproved: true, isKept: true })
    await bank.decide('day', 101)
    await bank.close()
    const without = yaml.replace(/ {2}voice: .*\n/, '')
    const later = await bank.again({ yaml: without, runsApproved: true })
    bank.clock.turn(500)
    await ticks(40)
    expect(later.bank.effects).toEqual([])
  })
})

describe('T-APP-2: an approval is used once', () => {
  it('by 100 calls at once', async () => {
    const bank = await approved()
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(bank)))
    expect(bank.bank.effects).toHaveLength(1)
    const texts = new Set(answers.map(({ text }) => text))
    expect([...texts].toSorted()).toEqual([
      'Already done: Closed anna (A-17).',
      'Closed anna (A-17).',
    ])
  })
})

describe('T-APP-3: a crash between consuming the approval and the effect', () => {
  it('resumes the same operation under the same key, and consumes nothing again', async () => {
    const bank = newBank()
    let crash = true
    // The process is gone behind the claim: nothing of it is heard again.
    bank.wait = () => (crash ? new Promise(() => {}) : Promise.resolve())
    const first = await operated({
      bank,
      leaseMs: 3_000,
      isKept: true,
      aroundJournal: (journal) => ({ ...journal, renew: () => new Promise(() => {}) }),
    })
    const pay = (house: OpenBank) => house.call('voice', 'bank_pay', { amount: 7 }, ROOM)
    await pay(first)
    await first.decide('day', 101)
    void pay(first)
    await ticks(40)
    expect(await events(first)).toContain('101 used')
    crash = false
    const second = await first.again({ leaseMs: 3_000 })
    first.clock.turn(30_000)
    await ticks(40)
    expect((await pay(second)).text).toBe('Paid out 7.')
    expect(bank.effects).toHaveLength(1)
    expect((await events(second)).filter((event) => event === '101 used')).toHaveLength(1)
    expect((await pay(second)).text).toBe('Already done: Paid out 7.')
  })
})

describe('T-APP-4: nobody approves their own', () => {
  it.each([
    ['ada', 'the same person, written otherwise'],
    ['ada_service', 'a service of the same person'],
  ])('%s: %s', async (operator) => {
    const bank = await asked()
    expect(await bank.decide(operator, 101)).toMatchObject({ code: 'own_ticket' })
    expect((await ask(bank)).code).toBe('approval_pending')
  })

  it('the owner of the client that asks', async () => {
    const bank = await operated()
    await bank.call('back', 'bank_close', CLOSE)
    expect(await bank.decide('night', 101)).toMatchObject({ code: 'own_ticket' })
    expect(await bank.decide('day', 101)).toMatchObject({ kind: 'approved' })
  })

  it('nor what is outside of their tools, clients and tiers, which does not exist for them', async () => {
    const bank = await asked()
    expect(await bank.decide('teller', 101)).toMatchObject({ code: 'unknown_ticket' })
  })
})

describe('T-APP-5: what changes while a ticket is pending voids it', () => {
  const changes: readonly (readonly [string, BankSetting])[] = [
    ["the tool's definition", { version: '1.0.1' }],
    ['the policy', { yaml: `${OPERATED_BANK}rules: { r: { tools: [bank_buy], gate: spoken } }\n` }],
    ['the terms of approvals', { yaml: `${OPERATED_BANK}approvals: { quietMinutes: 1 }\n` }],
  ]

  it.each(changes)('%s, at the call', async (_what, other) => {
    const bank = await approved()
    const later = await bank.again(other)
    expect(await ask(later)).toMatchObject({
      code: 'approval_changed',
      text: expect.stringContaining('Something is different from what ticket A-101 was for'),
    })
    expect(await events(later)).toContain('101 void')
    // What is void stays so, also when everything is as it was.
    const again = await bank.again()
    expect((await ask(again)).code).toMatch(/approval_(pending|changed)/)
    expect(bank.bank.effects).toEqual([])
  })

  it.each(changes)('%s, at the decision', async (_what, other) => {
    const bank = await asked()
    const later = await bank.again(other)
    expect(await later.decide('day', 101)).toMatchObject({ code: 'changed' })
    expect(await events(later)).toContain('101 void')
  })

  it('the target that a name stands for', async () => {
    const bank = await approved()
    bank.bank.accounts.set('anna', 'X-1')
    expect((await ask(bank)).code).toBe('approval_changed')
    bank.bank.accounts.set('anna', 'A-17')
    expect((await ask(bank)).text).toContain('A-102')
    expect(bank.bank.effects).toEqual([])
  })

  it('an operator who may no longer decide on it', async () => {
    const bank = await approved()
    const later = await bank.again({
      configured: (config) => ({
        ...config,
        operators: config.operators.map((one) => ({
          ...one,
          tools: one.name === 'day' ? ['bank_pay'] : one.tools,
        })),
      }),
    })
    expect((await ask(later)).code).toBe('approval_changed')
  })

  it('an operator who is taken off the list', async () => {
    const bank = await approved()
    const later = await bank.again({
      configured: (config) => ({
        ...config,
        operators: config.operators.filter(({ name }) => name !== 'day'),
      }),
    })
    expect((await ask(later)).code).toBe('approval_changed')
  })
})

describe('T-APP-6: a clock that is set', () => {
  it('forward ends a ticket, and setting it back does not revive it', async () => {
    const bank = await approved()
    bank.clock.turn(16 * MINUTE)
    expect((await ask(bank)).code).toBe('approval_expired')
    bank.clock.turn(-16 * MINUTE)
    expect((await ask(bank)).code).not.toBe('success')
    expect(bank.bank.effects).toEqual([])
  })

  it('back lets neither a pending nor an approved ticket pass', async () => {
    const bank = await approved()
    bank.clock.turn(-MINUTE)
    expect((await ask(bank)).code).toBe('approval_expired')
    const other = await asked()
    other.clock.turn(-MINUTE)
    expect(await other.decide('day', 101)).toMatchObject({ code: 'over' })
  })
})

describe('T-APP-9: guessing', () => {
  it('gets nowhere: a decision needs the sheet, and a ticket’s number is no secret and no proof', async () => {
    const bank = await asked()
    for (const seen of ['', '0', '000000000000', 'f'.repeat(64)])
      expect(await bank.decide('day', 101, { seen })).toMatchObject({ code: 'not_seen' })
    for (const code of ['A-101', '101', '1234'])
      expect((await ask(bank, { ...CLOSE, confirmation_code: code })).code).not.toBe('success')
    expect(bank.bank.effects).toEqual([])
  })
})
