import { beforeEach, describe, expect, it } from 'vitest'

import type { Claim } from '../../src/kernel/journal.ts'
import type { Entry } from '../../src/kernel/ledger.ts'
import type { NewTicket } from '../../src/kernel/ticket-book.ts'
import type { TicketDecision, TicketState } from '../../src/kernel/ticket.ts'
import type { JournalRig } from './journal.contract.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const LEASE = 30_000

/** What every book of tickets owes its callers. Run it against each journal. */
export function ticketsContract(name: string, open: () => JournalRig): void {
  let rig: JournalRig
  const now = () => rig.clock.now()
  const limits = { mostPending: 3, quietMs: 10 * MINUTE }

  const ticket = (id: string, given: Partial<NewTicket> = {}): NewTicket => ({
    id,
    asker: { client: 'voice', handle: 'a', toolset: null, tools: null },
    persons: ['u-ada'],
    user: 'u-ada',
    conversation: 'voice/a',
    tool: 'bank_close',
    title: 'Close an account',
    tier: 'privileged',
    rule: 'tier privileged',
    request: `R-${id}`,
    binding: 'B',
    policyVersion: 'P',
    toolDigest: 'D',
    key: null,
    sent: { of: 'anna' },
    arguments: { of: 'anna', pay_out: true },
    resolved: { account: 'A-17' },
    readBack: 'close the account of anna',
    operatorsNeeded: 1,
    onApproval: 'wait',
    askedAtMs: now(),
    approveByMs: now() + 15 * MINUTE,
    executeWithinMs: 15 * MINUTE,
    ...given,
  })
  const decision = (operator: string, given: Partial<TicketDecision> = {}): TicketDecision => ({
    operator,
    persons: [`p-${operator}`],
    verdict: 'approve',
    atMs: now(),
    from: 'test',
    reason: null,
    shown: 'S',
    seal: 'L',
    ...given,
  })
  const denial = (operator: string) => decision(operator, { verdict: 'deny', reason: 'no' })
  const ask = (id: string, given: Partial<NewTicket> = {}) => rig.one.ask(ticket(id, given), limits)
  const asked = async (id: string, given: Partial<NewTicket> = {}): Promise<number> => {
    const verdict = await ask(id, given)
    if (verdict.kind !== 'asked') throw new Error(`${id} is ${verdict.kind}`)
    return verdict.number
  }
  const approved = async (id: string, given: Partial<NewTicket> = {}): Promise<number> => {
    const number = await asked(id, given)
    expect(await rig.one.decide(id, decision('day'))).toEqual({ kind: 'approved' })
    return number
  }
  const stateOf = (id: string) => rig.other.ticketFor(`R-${id}`)?.state
  const intent = (call: string): Entry => ({
    kind: 'result',
    atMs: 1,
    run: null,
    call,
    body: { outcome: 'success', resultHash: null, latencyMs: 0 },
  })
  const claimOf = (call: string, given: Partial<Claim> = {}): Claim => ({
    scope: 'S',
    key: 'K',
    fingerprint: 'F',
    madeBy: 'server',
    call,
    run: null,
    tool: 'bank_close',
    resumes: true,
    nowMs: now(),
    leaseUntilMs: now() + LEASE,
    expiresAtMs: now() + HOUR,
    clearance: undefined,
    entries: [intent(`intent ${call}`)],
    ...given,
  })
  const by = (id: string, given: { binding?: string; isHeld?: boolean } = {}) => ({
    clearance: { of: 'ticket' as const, id, binding: 'B', isHeld: false, ...given },
  })
  const holder = (call: string, key = 'K') => ({ scope: 'S', key, call })
  /** The ledger's rows about tickets: number and event. */
  const events = () =>
    rig.ledger().flatMap(({ kind, body }) => {
      if (kind !== 'ticket') return []
      const { number, event } = JSON.parse(body)
      return [`${number} ${event}`]
    })

  const opened = () => {
    rig = open()
    return () => rig.close()
  }

  describe(`${name}: asking for a ticket`, () => {
    beforeEach(opened)

    it('gives it a number, and keeps all that it says', async () => {
      expect(await ask('1')).toEqual({ kind: 'asked', number: 101 })
      const asking = ticket('1')
      const kept = {
        ...asking,
        number: 101,
        state: 'pending',
        decisions: [],
        executeByMs: null,
        endedAtMs: null,
      }
      expect(rig.other.ticketFor('R-1')).toEqual(kept)
      expect(rig.other.ticketNumbered(101)).toEqual(kept)
      expect(rig.other.ticketNumbered(102)).toBeUndefined()
      expect(rig.other.ticketFor('R-2')).toBeUndefined()
      expect(events()).toEqual(['101 asked'])
    })

    it('again, while it is alive, names the one that waits', async () => {
      await asked('1')
      const again = { request: 'R-1' }
      expect(await ask('2', again)).toEqual({ kind: 'waiting', number: 101 })
      await rig.one.decide('1', decision('day'))
      expect(await ask('3', again)).toEqual({ kind: 'waiting', number: 101 })
      expect(events()).toEqual(['101 asked', '101 approved'])
    })

    it.each<[string, (id: string) => Promise<unknown>]>([
      ['void', (id) => rig.one.endTicket(id, { state: 'void', why: 'w', atMs: now() })],
      ['used', (id) => rig.one.claim(claimOf('1', by(id)))],
      ['out of time', () => Promise.resolve(rig.clock.turn(15 * MINUTE))],
    ])('again, when it is %s, gives another', async (_what, end) => {
      await approved('1')
      await end('1')
      expect(await ask('2', { request: 'R-1' })).toEqual({ kind: 'asked', number: 102 })
      expect(rig.one.ticketFor('R-1')?.id).toBe('2')
    })

    it('again, when nobody decided in time, gives another', async () => {
      await asked('1')
      rig.clock.turn(15 * MINUTE - 1)
      expect(await ask('2', { request: 'R-1' })).toMatchObject({ kind: 'waiting' })
      rig.clock.turn(1)
      expect(await ask('2', { request: 'R-1' })).toEqual({ kind: 'asked', number: 102 })
    })

    it('is refused for a while after a denial: the same anywhere, and its tool in its conversation', async () => {
      await asked('1')
      await rig.one.decide('1', denial('day'))
      const quiet = { kind: 'quiet', number: 101 }
      expect(await ask('2')).toEqual(quiet)
      const elsewhere = { conversation: 'voice/b' }
      expect(await ask('3', elsewhere)).toEqual(quiet)
      expect(await ask('3', { conversation: null, key: 'of-its-own' })).toEqual(quiet)
      const reordered = { pay_out: true, of: 'anna' }
      expect(await ask('3', { ...elsewhere, arguments: reordered })).toEqual(quiet)
      expect(await ask('5', { tool: 'bank_pay' })).toMatchObject({ kind: 'asked' })
      const desk = { client: 'desk', handle: 'a', toolset: null, tools: null }
      expect(await ask('6', { asker: desk })).toMatchObject({ kind: 'asked' })
      rig.clock.turn(10 * MINUTE - 1)
      expect(await ask('7')).toEqual(quiet)
      rig.clock.turn(1)
      expect(await ask('7')).toMatchObject({ kind: 'asked' })
    })

    it.each<[string, Partial<NewTicket>]>([
      ['of another person', { user: 'u-ben' }],
      ['with other arguments', { arguments: { of: 'anna', pay_out: false } }],
      ['about another target', { resolved: { account: 'X-1' } }],
    ])('elsewhere, %s, is another question than the one that was denied', async (_what, other) => {
      await asked('1')
      await rig.one.decide('1', denial('day'))
      const elsewhere = { conversation: 'voice/b', ...other }
      expect(await ask('2', elsewhere)).toEqual({ kind: 'asked', number: 102 })
    })

    it('is refused likewise where there is no conversation', async () => {
      const other = { arguments: { of: 'ben' } }
      await asked('1', { conversation: null })
      await rig.one.decide('1', denial('day'))
      expect(await ask('2', { ...other, conversation: null })).toEqual({
        kind: 'quiet',
        number: 101,
      })
      expect(await ask('3')).toEqual({ kind: 'quiet', number: 101 })
      expect(await ask('3', other)).toMatchObject({ kind: 'asked' })
    })

    it('is refused when its client has too many that wait, and those of others do not count', async () => {
      for (const id of ['1', '2', '3']) await asked(id)
      expect(await ask('4')).toEqual({ kind: 'full' })
      const desk = { client: 'desk', handle: null, toolset: null, tools: null }
      expect(await ask('5', { asker: desk })).toMatchObject({ kind: 'asked' })
      await rig.one.decide('1', decision('day'))
      expect(await ask('6')).toMatchObject({ kind: 'asked' })
      expect(await ask('7')).toEqual({ kind: 'full' })
      rig.clock.turn(15 * MINUTE)
      expect(await ask('7')).toMatchObject({ kind: 'asked' })
      expect(events()).not.toContain('104 denied')
    })

    it('for the same at once gives one, whoever is first', async () => {
      const all = Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? rig.one : rig.other).ask(ticket(`${at}`, { request: 'R' }), limits),
      )
      const verdicts = await Promise.all(all)
      expect(verdicts.filter(({ kind }) => kind === 'asked')).toHaveLength(1)
      expect(verdicts.filter(({ kind }) => kind === 'waiting')).toHaveLength(19)
      expect(verdicts).toEqual(verdicts.map(({ kind }) => ({ kind, number: 101 })))
      expect(events()).toEqual(['101 asked'])
    })

    it('for many at once gives each a number of its own, and no more than may wait', async () => {
      const all = Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? rig.one : rig.other).ask(ticket(`${at}`), limits),
      )
      const numbers = (await Promise.all(all)).flatMap((verdict) =>
        verdict.kind === 'asked' ? [verdict.number] : [],
      )
      expect(numbers.toSorted((a, b) => a - b)).toEqual([101, 102, 103])
    })

    it('never gives a number twice, also when all that had one are forgotten', async () => {
      await asked('1')
      await rig.one.endTicket('1', { state: 'void', why: 'w', atMs: now() })
      rig.clock.turn(25 * HOUR)
      await rig.one.sweep(now())
      expect(rig.one.ticketNumbered(101)).toBeUndefined()
      expect(await ask('2')).toEqual({ kind: 'asked', number: 102 })
    })

    it('that cannot be put on record has not happened', async () => {
      rig.setFull(true)
      await expect(ask('1')).rejects.toThrow('disk full')
      rig.setFull(false)
      expect(rig.other.ticketFor('R-1')).toBeUndefined()
      expect(await ask('1')).toEqual({ kind: 'asked', number: 101 })
    })
  })

  describe(`${name}: deciding on a ticket`, () => {
    beforeEach(opened)

    it('approves it, from then for as long as it said', async () => {
      await asked('1')
      rig.clock.turn(MINUTE)
      const said = decision('day')
      expect(await rig.one.decide('1', said)).toEqual({ kind: 'approved' })
      expect(rig.other.ticketNumbered(101)).toMatchObject({
        state: 'approved',
        executeByMs: now() + 15 * MINUTE,
        endedAtMs: null,
        decisions: [said],
      })
      expect(events()).toEqual(['101 asked', '101 approved'])
    })

    it('denies it, finally', async () => {
      await asked('1')
      expect(await rig.one.decide('1', denial('day'))).toEqual({ kind: 'denied' })
      expect(await rig.other.decide('1', decision('night'))).toEqual({
        kind: 'over',
        state: 'denied',
      })
      expect(rig.other.ticketNumbered(101)).toMatchObject({
        state: 'denied',
        executeByMs: null,
        endedAtMs: now(),
        decisions: [denial('day')],
      })
      expect(events()).toEqual(['101 asked', '101 denied'])
    })

    it('takes as many different persons as it needs', async () => {
      await asked('1', { operatorsNeeded: 3 })
      expect(await rig.one.decide('1', decision('day'))).toEqual({ kind: 'endorsed' })
      const same = [
        decision('day'),
        // Another credential of the same person, and a service of theirs.
        decision('day_again', { persons: ['p-day'] }),
        decision('service', { persons: ['p-robot', 'p-day'] }),
      ]
      for (const one of same) expect(await rig.other.decide('1', one)).toEqual({ kind: 'twice' })
      expect(await rig.other.decide('1', decision('night'))).toEqual({ kind: 'endorsed' })
      expect(stateOf('1')).toBe('pending')
      expect(await rig.one.decide('1', decision('noon'))).toEqual({ kind: 'approved' })
      expect(rig.one.ticketNumbered(101)?.decisions.map(({ operator }) => operator)).toEqual([
        'day',
        'night',
        'noon',
      ])
      expect(events()).toEqual(['101 asked', '101 endorsed', '101 endorsed', '101 approved'])
    })

    it('lets any one of them deny', async () => {
      await asked('1', { operatorsNeeded: 2 })
      await rig.one.decide('1', decision('day'))
      expect(await rig.one.decide('1', denial('night'))).toEqual({ kind: 'denied' })
      expect(await rig.one.decide('1', decision('noon'))).toMatchObject({ kind: 'over' })
    })

    it('of two at once counts each once, and the first of two that contradict', async () => {
      await asked('1', { operatorsNeeded: 2 })
      const both = await Promise.all([
        rig.one.decide('1', decision('day')),
        rig.other.decide('1', decision('night')),
      ])
      expect(both.map(({ kind }) => kind).toSorted()).toEqual(['approved', 'endorsed'])
      await asked('2')
      const against = await Promise.all([
        rig.one.decide('2', decision('day')),
        rig.other.decide('2', denial('night')),
      ])
      expect(against.filter(({ kind }) => kind === 'over')).toHaveLength(1)
      expect(rig.one.ticketNumbered(102)?.decisions).toHaveLength(1)
      expect(events().filter((event) => event.startsWith('102'))).toEqual([
        '102 asked',
        `102 ${stateOf('2') ?? ''}`,
      ])
    })

    it.each<[string, number]>([
      ['once its time is over', 15 * MINUTE],
      ['before it was asked for, when a clock was set back', -1],
    ])('is too late %s, and what was found so stays so', async (_what, byMs) => {
      await asked('1')
      rig.clock.turn(byMs)
      expect(await rig.one.decide('1', decision('day'))).toEqual({ kind: 'over', state: 'expired' })
      rig.clock.turn(-byMs)
      expect(await rig.other.decide('1', decision('day'))).toEqual({
        kind: 'over',
        state: 'expired',
      })
      expect(stateOf('1')).toBe('expired')
      expect(events()).toEqual(['101 asked', '101 expired'])
    })

    it('is possible until the last moment', async () => {
      await asked('1')
      rig.clock.turn(15 * MINUTE - 1)
      expect(await rig.one.decide('1', decision('day'))).toEqual({ kind: 'approved' })
    })

    it.each<[TicketState, (id: string) => Promise<unknown>]>([
      ['approved', () => Promise.resolve()],
      ['used', (id) => rig.one.claim(claimOf('1', by(id)))],
      ['void', (id) => rig.one.endTicket(id, { state: 'void', why: 'w', atMs: now() })],
      ['expired', (id) => rig.one.endTicket(id, { state: 'expired', why: 'w', atMs: now() })],
    ])('is over when it is %s', async (state, end) => {
      await approved('1')
      await end('1')
      expect(await rig.one.decide('1', denial('night'))).toEqual({ kind: 'over', state })
      expect(rig.one.ticketNumbered(101)?.decisions).toHaveLength(1)
      expect(events()).not.toContain('101 denied')
    })

    it('is over where there is no such ticket', async () => {
      expect(await rig.one.decide('none', decision('day'))).toMatchObject({ kind: 'over' })
      expect(events()).toEqual([])
    })

    it('that cannot be put on record has not happened', async () => {
      await asked('1')
      rig.setFull(true)
      await expect(rig.one.decide('1', decision('day'))).rejects.toThrow('disk full')
      rig.setFull(false)
      expect(rig.other.ticketNumbered(101)).toMatchObject({ state: 'pending', decisions: [] })
      expect(await rig.one.decide('1', decision('day'))).toEqual({ kind: 'approved' })
    })
  })

  describe(`${name}: ending a ticket`, () => {
    beforeEach(opened)

    it.each(['void', 'expired'] as const)('as %s is on record, once', async (state) => {
      await asked('1')
      await approved('2')
      const how = { state, why: 'because', atMs: now() }
      for (const id of ['1', '2']) {
        expect(await rig.one.endTicket(id, how)).toBe(true)
        expect(await rig.other.endTicket(id, how)).toBe(false)
        expect(rig.other.ticketFor(`R-${id}`)).toMatchObject({ state, endedAtMs: now() })
      }
      expect(await rig.one.endTicket('none', how)).toBe(false)
      expect(events().filter((event) => event.endsWith(state))).toEqual([
        `101 ${state}`,
        `102 ${state}`,
      ])
    })

    it('does not touch one that has ended', async () => {
      await approved('1')
      await rig.one.claim(claimOf('1', by('1')))
      await asked('2')
      await rig.one.decide('2', denial('day'))
      const how = { state: 'void', why: 'w', atMs: now() } as const
      expect(await rig.one.endTicket('1', how)).toBe(false)
      expect(await rig.one.endTicket('2', how)).toBe(false)
      expect([stateOf('1'), stateOf('2')]).toEqual(['used', 'denied'])
    })

    it('that cannot be put on record has not happened', async () => {
      await asked('1')
      rig.setFull(true)
      const how = { state: 'void', why: 'w', atMs: now() } as const
      await expect(rig.one.endTicket('1', how)).rejects.toThrow('disk full')
      rig.setFull(false)
      expect(stateOf('1')).toBe('pending')
    })

    it('by the sweep happens to what ran out of time, on the disk, and to nothing else', async () => {
      await asked('pending')
      await approved('approved')
      rig.clock.turn(15 * MINUTE - 1)
      await asked('later')
      expect(rig.one.isOverdue(now())).toBe(false)
      await rig.one.sweep(now())
      expect([stateOf('pending'), stateOf('approved')]).toEqual(['pending', 'approved'])
      rig.clock.turn(1)
      expect(rig.one.isOverdue(now())).toBe(true)
      await Promise.all([rig.one.sweep(now()), rig.other.sweep(now())])
      expect(['pending', 'approved', 'later'].map(stateOf)).toEqual([
        'expired',
        'expired',
        'pending',
      ])
      expect(events().slice(-2)).toEqual(['101 expired', '102 expired'])
      // A clock that is set back does not revive it.
      rig.clock.turn(-MINUTE)
      expect(await rig.one.decide('pending', decision('day'))).toMatchObject({ kind: 'over' })
      expect(await rig.one.claim(claimOf('1', by('approved')))).toEqual({ kind: 'no_clearance' })
    })
  })

  describe(`${name}: a claim by a ticket`, () => {
    beforeEach(opened)

    it('uses it, once, among many at once', async () => {
      await approved('1')
      const all = Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? rig.one : rig.other).claim(claimOf(`${at}`, { key: `${at}`, ...by('1') })),
      )
      const kinds = (await Promise.all(all)).map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'no_clearance')).toHaveLength(19)
      expect(rig.other.ticketNumbered(101)).toMatchObject({ state: 'used', endedAtMs: now() })
      expect(events()).toEqual(['101 asked', '101 approved', '101 used'])
    })

    it('names the call in the row that says it is used', async () => {
      await approved('1')
      await rig.one.claim(claimOf('the call', by('1')))
      const used = rig.ledger().filter(({ kind }) => kind === 'ticket')
      expect(used.at(-1)).toMatchObject({ call: 'the call' })
      expect(rig.one.operation({ scope: 'S', key: 'K' })?.clearance).toBe('1')
    })

    it.each<[string, (id: string) => Promise<unknown>, string]>([
      ['pending', asked, 'B'],
      ['approved for something else', approved, 'C'],
      [
        'endorsed by one of two',
        async (id) => {
          await asked(id, { operatorsNeeded: 2 })
          await rig.one.decide(id, decision('day'))
        },
        'B',
      ],
      [
        'denied',
        async (id) => {
          await asked(id)
          await rig.one.decide(id, denial('day'))
        },
        'B',
      ],
      [
        'void',
        async (id) => {
          await approved(id)
          await rig.one.endTicket(id, { state: 'void', why: 'w', atMs: now() })
        },
        'B',
      ],
      [
        'too old',
        async (id) => {
          await approved(id)
          rig.clock.turn(15 * MINUTE)
        },
        'B',
      ],
      [
        'of a time that has not come, because a clock was set back',
        async (id) => {
          await approved(id)
          rig.clock.turn(-1)
        },
        'B',
      ],
      ['unknown', () => Promise.resolve(), 'B'],
    ])('is refused when it is %s, and claims nothing', async (_what, prepare, binding) => {
      await prepare('1')
      const before = stateOf('1')
      const rows = rig.ledger().length
      expect(await rig.one.claim(claimOf('1', by('1', { binding })))).toEqual({
        kind: 'no_clearance',
      })
      expect(rig.one.operation({ scope: 'S', key: 'K' })).toBeUndefined()
      expect(stateOf('1')).toBe(before)
      expect(rig.ledger()).toHaveLength(rows)
    })

    it('is possible until the last moment', async () => {
      await approved('1')
      rig.clock.turn(15 * MINUTE - 1)
      expect(await rig.one.claim(claimOf('1', by('1')))).toMatchObject({ kind: 'claimed' })
    })

    it('is not by a ticket where a clearance has its id, nor the other way round', async () => {
      await approved('1')
      const of = { of: 'clearance', id: '1', binding: 'B', isHeld: false } as const
      expect(await rig.one.claim(claimOf('1', { clearance: of }))).toEqual({ kind: 'no_clearance' })
      await rig.one.issue(
        {
          id: 'c',
          kind: 'spoken',
          client: 'voice',
          user: null,
          conversation: null,
          tool: 'bank_close',
          binding: 'B',
          codeHash: 'H',
          issuedAtMs: now(),
          ripeAtMs: now(),
          expiresAtMs: now() + MINUTE,
          triesLeft: 3,
          state: 'open',
        },
        [],
      )
      expect(await rig.one.claim(claimOf('1', by('c')))).toEqual({ kind: 'no_clearance' })
    })

    it('that is taken, or refused because writes are stopped, leaves it as it was', async () => {
      await approved('1')
      await rig.one.claim(claimOf('0'))
      expect(await rig.one.claim(claimOf('1', by('1')))).toEqual({ kind: 'taken' })
      await rig.one.setWritesStopped(true, [])
      expect(await rig.one.claim(claimOf('1', { key: 'L', ...by('1') }))).toEqual({
        kind: 'stopped',
      })
      expect(stateOf('1')).toBe('approved')
      expect(events()).not.toContain('101 used')
    })

    it('that cannot be put on record has used nothing', async () => {
      await approved('1')
      rig.setFull(true)
      await expect(rig.one.claim(claimOf('1', by('1')))).rejects.toThrow('disk full')
      rig.setFull(false)
      expect(stateOf('1')).toBe('approved')
      expect(await rig.one.claim(claimOf('2', by('1')))).toMatchObject({ kind: 'claimed' })
    })

    it('goes on with the ticket that the operation holds, with no other, and for no other', async () => {
      await approved('1')
      await approved('2', { binding: 'C' })
      const held = (id: string, binding = 'B') => by(id, { binding, isHeld: true })
      await rig.one.claim(claimOf('0', { key: 'L', ...by('2', { binding: 'C' }) }))
      expect(await rig.one.claim(claimOf('1', held('1')))).toEqual({ kind: 'no_clearance' })
      await rig.one.claim(claimOf('1', by('1')))
      await rig.one.commit(holder('1'), now() + LEASE)
      expect(await rig.one.claim(claimOf('2', held('1')))).toEqual({ kind: 'taken' })
      rig.clock.turn(LEASE)
      const refused = { kind: 'no_clearance' }
      expect(await rig.one.claim(claimOf('2', held('2', 'C')))).toEqual(refused)
      expect(await rig.one.claim(claimOf('2', held('1', 'C')))).toEqual(refused)
      expect(await rig.one.claim(claimOf('2', by('1')))).toEqual(refused)
      expect(await rig.one.claim(claimOf('2', { key: 'M', ...held('1') }))).toEqual(refused)
      // What was begun in time may be finished later.
      rig.clock.turn(15 * MINUTE)
      expect(await rig.other.claim(claimOf('2', held('1')))).toMatchObject({
        kind: 'claimed',
        isDoubtful: true,
      })
      expect(events().filter((event) => event === '101 used')).toHaveLength(1)
    })
  })

  describe(`${name}: lists of tickets`, () => {
    beforeEach(opened)

    it('are newest first, by state, in pages', async () => {
      for (const id of ['1', '2', '3']) await approved(id)
      await asked('4')
      const numbers = (query: Parameters<typeof rig.one.tickets>[0]) =>
        rig.other.tickets(query).map(({ number }) => number)
      expect(numbers({ states: ['approved'], limit: 2 })).toEqual([103, 102])
      expect(numbers({ states: ['approved'], limit: 2, before: 102 })).toEqual([101])
      expect(numbers({ states: ['approved', 'pending'], limit: 9 })).toEqual([104, 103, 102, 101])
      expect(numbers({ states: [], limit: 9 })).toEqual([])
    })

    it('of a conversation have at most 20, and none of another’s', async () => {
      const many = { mostPending: 99, quietMs: 0 }
      for (let at = 0; at < 22; at += 1) await rig.one.ask(ticket(`${at}`), many)
      const desk = { client: 'desk', handle: 'a', toolset: null, tools: null }
      await rig.one.ask(ticket('desk', { asker: desk }), many)
      await rig.one.ask(ticket('none', { conversation: null }), many)
      const numbers = (client: string, conversation: string | null) =>
        rig.other.ticketsOf(client, conversation).map(({ number }) => number)
      expect(numbers('voice', 'voice/a')).toEqual(Array.from({ length: 20 }, (_, at) => 122 - at))
      expect(numbers('desk', 'voice/a')).toEqual([123])
      expect(numbers('voice', null)).toEqual([124])
      expect(numbers('voice', 'voice/b')).toEqual([])
    })
  })

  describe(`${name}: tickets that run by themselves`, () => {
    beforeEach(opened)
    const execute = { onApproval: 'execute' } as const
    const toRun = () => rig.other.ticketsToRun(now()).map(({ number }) => number)

    it('are those that are approved and in time, oldest first', async () => {
      await approved('1', execute)
      await approved('2')
      await asked('3', execute)
      await approved('4', execute)
      await approved('5', execute)
      await rig.one.endTicket('5', { state: 'void', why: 'w', atMs: now() })
      await asked('6', execute)
      await rig.one.decide('6', denial('day'))
      expect(toRun()).toEqual([101, 104])
      rig.clock.turn(15 * MINUTE - 1)
      expect(toRun()).toEqual([101, 104])
      rig.clock.turn(1)
      expect(toRun()).toEqual([])
    })

    it('are also those whose operation was broken off before its end, and no others', async () => {
      await approved('1', execute)
      await rig.one.claim(claimOf('1', by('1')))
      expect(toRun()).toEqual([])
      rig.clock.turn(LEASE)
      expect(toRun()).toEqual([101])
      await rig.one.claim(claimOf('2', by('1', { isHeld: true })))
      await rig.one.commit(holder('2'), now() + LEASE)
      expect(toRun()).toEqual([])
      rig.clock.turn(LEASE)
      expect(toRun()).toEqual([101])
      await rig.one.sweep(now())
      expect(toRun()).toEqual([101])
      await rig.one.finish(holder('2'), 'succeeded', undefined, [])
      expect(toRun()).toEqual([])
    })

    it('are also those whose operation was withdrawn before anything had begun', async () => {
      await approved('1', execute)
      await rig.one.claim(claimOf('1', by('1')))
      rig.clock.turn(LEASE)
      // As a process does that starts after another has died.
      await rig.one.sweep(now())
      expect(rig.one.operation({ scope: 'S', key: 'K' })?.state).toBe('cancelled')
      expect(toRun()).toEqual([101])
      expect(await rig.one.claim(claimOf('2', by('1', { isHeld: true })))).toMatchObject({
        kind: 'claimed',
        isDoubtful: false,
      })
      await rig.one.cancel(holder('2'), [])
      // Its operation is over then, and another one would need another ticket.
      rig.clock.turn(HOUR)
      expect(toRun()).toEqual([])
    })

    it('are not those of a tool that does not resume, once it may have begun', async () => {
      await approved('1', execute)
      await rig.one.claim(claimOf('1', { resumes: false, ...by('1') }))
      await rig.one.commit(holder('1'), now() + LEASE)
      rig.clock.turn(LEASE)
      expect(toRun()).toEqual([])
      await rig.one.sweep(now())
      expect(toRun()).toEqual([])
    })

    it('are 20 at a time, and none is hidden behind those that do not end', async () => {
      const many = { mostPending: 99, quietMs: 0 }
      for (let at = 0; at < 25; at += 1) {
        await rig.one.ask(ticket(`${at}`, execute), many)
        await rig.one.decide(`${at}`, decision('day'))
      }
      expect(toRun()).toEqual(Array.from({ length: 20 }, (_, at) => 101 + at))
      const next = rig.one.ticketsToRun(now(), 120).map(({ number }) => number)
      expect(next).toEqual([121, 122, 123, 124, 125])
    })
  })

  describe(`${name}: forgetting tickets`, () => {
    beforeEach(opened)

    it('happens a day after their end, with what was said of them, and not before', async () => {
      await asked('1', { operatorsNeeded: 2 })
      await rig.one.decide('1', decision('day'))
      await rig.one.decide('1', denial('night'))
      rig.clock.turn(24 * HOUR - 1)
      await rig.one.sweep(now())
      expect(rig.one.ticketNumbered(101)?.decisions).toHaveLength(2)
      rig.clock.turn(1)
      await rig.one.sweep(now())
      expect(rig.one.ticketNumbered(101)).toBeUndefined()
    })

    it('spares those that are alive, however old', async () => {
      await asked('1', { approveByMs: now() + 100 * HOUR })
      rig.clock.turn(99 * HOUR)
      await rig.one.sweep(now())
      expect(stateOf('1')).toBe('pending')
    })

    it('spares those whose operation is remembered, as one in doubt is for ever', async () => {
      await approved('1')
      await rig.one.claim(claimOf('1', by('1')))
      await rig.one.commit(holder('1'), now() + LEASE)
      rig.clock.turn(1_000 * HOUR)
      await rig.one.sweep(now())
      expect(rig.one.ticketNumbered(101)).toMatchObject({
        state: 'used',
        decisions: [{ operator: 'day' }],
      })
      await rig.one.finish(holder('1'), 'succeeded', undefined, [])
      await rig.one.sweep(now())
      expect(rig.one.ticketNumbered(101)).toBeUndefined()
    })

    it('does not mix up what was said of others', async () => {
      await approved('1')
      await approved('2')
      await rig.one.endTicket('1', { state: 'void', why: 'w', atMs: now() })
      rig.clock.turn(15 * MINUTE - 1)
      expect(await rig.one.claim(claimOf('1', by('2')))).toMatchObject({ kind: 'claimed' })
      await rig.one.sweep(now())
      expect(rig.one.ticketNumbered(102)?.decisions).toHaveLength(1)
    })
  })
}
