import { beforeEach, describe, expect, it } from 'vitest'

import type { Clearance } from '../../src/kernel/clearance.ts'
import type { Claim, Journal } from '../../src/kernel/journal.ts'
import type { Entry } from '../../src/kernel/ledger.ts'
import type { StoredEnd } from '../../src/kernel/operation.ts'
import type { TurnedClock } from '../../src/testing/turned-clock.ts'
import { ticks } from '../support/open-bank.ts'

/** The journal under test, as two of those who use it see it: the same object, or two processes'. */
export interface JournalRig {
  readonly one: Journal
  readonly other: Journal
  readonly clock: TurnedClock
  /** What stands in the ledger, in its order; throws when its chain is broken. */
  ledger(): readonly {
    readonly kind: string
    readonly call: string | null
    readonly body: string
  }[]
  /** From now on nothing can be written, until it can again. */
  setFull(isFull: boolean): void
  close(): Promise<void>
}

const change = (to: string, what: 'config' | 'policy' = 'config'): Entry => {
  const body = { what, from: null, to, by: null, note: null }
  return { kind: 'change', atMs: 1, run: null, call: null, body }
}

const noted = (call: string): Entry => ({
  kind: 'result',
  atMs: 1,
  run: null,
  call,
  body: { outcome: 'success', resultHash: null, latencyMs: 0 },
})

const SUCCESS: StoredEnd = {
  kind: 'success',
  answer: { text: 'Done.', value: { done: true }, attachments: [] },
}
const FAILURE: StoredEnd = { kind: 'failure', code: 'conflict', message: 'No.' }

const MINUTE = 60_000
const LEASE = 30_000

/** What every journal owes its callers. Run it against each implementation. */
export function journalContract(name: string, open: () => JournalRig): void {
  let rig: JournalRig
  const clearance = (given: Partial<Clearance> & { id: string }): Clearance => ({
    kind: 'spoken',
    client: 'voice',
    user: null,
    conversation: 'voice/a',
    tool: 'bank_move',
    binding: 'B',
    codeHash: 'H',
    issuedAtMs: rig.clock.now(),
    ripeAtMs: rig.clock.now(),
    expiresAtMs: rig.clock.now() + 5 * MINUTE,
    triesLeft: 3,
    state: 'open',
    ...given,
  })
  const claimOf = (call: string, given: Partial<Claim> = {}): Claim => ({
    scope: 'S',
    key: 'K',
    fingerprint: 'F',
    madeBy: 'client',
    call,
    run: null,
    tool: 'bank_move',
    resumes: false,
    nowMs: rig.clock.now(),
    leaseUntilMs: rig.clock.now() + LEASE,
    expiresAtMs: rig.clock.now() + 60 * MINUTE,
    clearance: undefined,
    entries: [noted(`intent ${call}`)],
    ...given,
  })
  const holder = (call: string) => ({ scope: 'S', key: 'K', call })
  const operation = () => rig.other.operation({ scope: 'S', key: 'K' })
  const calls = () => rig.ledger().map(({ call }) => call)
  const where = { client: 'voice', tool: 'bank_move', conversation: 'voice/a' }
  const stateOf = (id: string) => rig.other.clearances(where, 0).find((one) => one.id === id)?.state
  const started = async (call: string, given: Partial<Claim> = {}) => {
    expect(await rig.one.claim(claimOf(call, given))).toMatchObject({ kind: 'claimed' })
    expect(await rig.one.commit(holder(call), rig.clock.now() + LEASE)).toBe(true)
  }

  describe(`${name}: ledger`, () => {
    beforeEach(() => {
      rig = open()
      return () => rig.close()
    })

    it('keeps rows in the order they were given, in one unbroken chain', async () => {
      await Promise.all([
        rig.one.append([noted('1'), noted('2')]),
        rig.one.append([noted('3')]),
        rig.one.append([noted('4')]),
      ])
      expect(calls()).toEqual(['1', '2', '3', '4'])
      await rig.other.append([noted('5')])
      await rig.one.append([noted('6')])
      expect(calls()).toEqual(['1', '2', '3', '4', '5', '6'])
    })

    it('is one chain also where two append at once', async () => {
      const some = Array.from({ length: 40 }, (_, at) => `${at}`)
      await Promise.all(
        some.map((call, at) => (at % 2 === 0 ? rig.one : rig.other).append([noted(call)])),
      )
      expect(new Set(calls())).toEqual(new Set(some))
      expect(calls()).toHaveLength(some.length)
    })

    const run = (call: string, id = 'voice/a'): Entry => ({
      kind: 'run',
      atMs: 1,
      run: id,
      call,
      body: { client: 'voice', user: null, profile: 'voice' },
    })

    it('leaves out the first row of a run that is known', async () => {
      await rig.one.append([run('1'), noted('1')])
      await rig.other.append([run('2'), noted('2')])
      expect(rig.ledger().map(({ kind, call }) => `${kind} ${call}`)).toEqual([
        'run 1',
        'result 1',
        'result 2',
      ])
    })

    it('has the first row of each run once, however often it comes with what may wait', async () => {
      const waits = async (call: string, id: string) => {
        await rig.one.appendSoon([run(call, id), noted(call)])
        rig.clock.turn(20)
        await rig.one.append([])
      }
      await rig.one.appendSoon([run('0', 'voice/a'), noted('0')])
      for (const call of ['1', '2', '3']) await waits(call, 'voice/a')
      await waits('4', 'voice/b')
      await rig.other.append([run('5', 'voice/b'), noted('5')])
      await waits('6', 'voice/b')
      expect(rig.ledger().map(({ kind, call }) => `${kind} ${call}`)).toEqual([
        'run 0',
        ...['0', '1', '2', '3'].map((call) => `result ${call}`),
        'run 4',
        ...['4', '5', '6'].map((call) => `result ${call}`),
      ])
    })

    it('has the first row of a run also where it could not be written at first', async () => {
      await rig.one.appendSoon([])
      await rig.one.appendSoon([run('1'), noted('1')])
      rig.setFull(true)
      rig.clock.turn(20)
      await expect(rig.one.append([noted('refused')])).rejects.toThrow('disk full')
      rig.setFull(false)
      await rig.one.appendSoon([run('2'), noted('2')])
      expect(rig.ledger().map(({ kind, call }) => `${kind} ${call}`)).toEqual([
        'run 1',
        'result 1',
        'result 2',
      ])
    })

    it('writes what may wait within 20 ms, and not before', async () => {
      await rig.one.appendSoon([])
      await rig.one.appendSoon([noted('1')])
      rig.clock.turn(10)
      await rig.one.appendSoon([noted('2')])
      rig.clock.turn(9)
      await ticks()
      expect(calls()).toEqual([])
      rig.clock.turn(1)
      // Behind everything that the writer was given before.
      await rig.one.append([noted('x')])
      expect(calls()).toEqual(['1', '2', 'x'])
    })

    it('lets nothing wait before something has been written: a thread may still be starting', async () => {
      await rig.one.appendSoon([noted('1')])
      expect(calls()).toEqual(['1'])
      await rig.one.appendSoon([noted('2')])
      expect(calls()).toEqual(['1'])
    })

    it('writes what waits before what cannot wait', async () => {
      await rig.one.appendSoon([])
      await rig.one.appendSoon([noted('1')])
      await rig.one.append([noted('2')])
      expect(calls()).toEqual(['1', '2'])
    })

    it('writes what waits when it is closed', async () => {
      await rig.one.appendSoon([])
      await rig.one.appendSoon([noted('1')])
      await rig.one.close()
      expect(calls()).toEqual(['1'])
    })

    it('lets nothing pass unrecorded once it cannot write, and loses nothing when it can again', async () => {
      await rig.one.appendSoon([])
      await rig.one.appendSoon([noted('1')])
      rig.setFull(true)
      rig.clock.turn(20)
      await expect(rig.one.append([noted('refused')])).rejects.toThrow('disk full')
      await expect(rig.one.appendSoon([noted('refused')])).rejects.toThrow('disk full')
      await expect(rig.one.appendSoon([noted('refused')])).rejects.toThrow('disk full')
      rig.setFull(false)
      await rig.one.appendSoon([noted('2')])
      expect(calls()).toEqual(['1', '2'])
      // It is well again: what may wait waits.
      await rig.one.appendSoon([noted('3')])
      expect(calls()).toEqual(['1', '2'])
    })

    it('notes a change only where it is one', async () => {
      await rig.one.noteChanges([change('a'), change('p', 'policy')])
      await rig.other.noteChanges([change('a'), change('q', 'policy')])
      await rig.one.noteChanges([change('b'), change('q', 'policy')])
      const bodies = rig.ledger().map(({ body }) => JSON.parse(body))
      expect(bodies.map(({ what, from, to }) => [what, from, to])).toEqual([
        ['config', null, 'a'],
        ['policy', null, 'p'],
        ['policy', 'p', 'q'],
        ['config', 'a', 'b'],
      ])
    })

    it('undoes a change that fails, alone: the others of its group stand', async () => {
      // The same id twice is refused by the database, in the middle of a group.
      await rig.one.issue(clearance({ id: 'c1' }), [])
      const group = await Promise.allSettled([
        rig.one.append([noted('1')]),
        rig.one.issue(clearance({ id: 'c1' }), [noted('never')]),
        rig.one.append([noted('2')]),
      ])
      expect(group.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(calls()).toEqual(['1', '2'])
      // What the failed one did first is undone as well.
      expect(stateOf('c1')).toBe('open')
    })
  })

  describe(`${name}: clearances`, () => {
    beforeEach(() => {
      rig = open()
      return () => rig.close()
    })

    it('end the open one for the same binding, client, tool and conversation, and no other', async () => {
      const all = [
        clearance({ id: 'old' }),
        clearance({ id: 'binding', binding: 'C' }),
        clearance({ id: 'client', client: 'desk' }),
        clearance({ id: 'tool', tool: 'bank_send' }),
        clearance({ id: 'conversation', conversation: 'voice/b' }),
        clearance({ id: 'none', conversation: null }),
      ]
      for (const one of all) await rig.one.issue(one, [])
      await rig.other.issue(clearance({ id: 'new' }), [noted('1')])
      const seen = all.map((one) => rig.one.clearances(one, 0).find(({ id }) => id === one.id))
      expect(seen.map((one) => one?.state)).toEqual([
        'void',
        'open',
        'open',
        'open',
        'open',
        'open',
      ])
      expect(stateOf('new')).toBe('open')
      expect(calls()).toEqual(['1'])
    })

    it('replace only what is of the same conversation where there is none, too', async () => {
      const at = { ...where, conversation: null }
      await rig.one.issue(clearance({ id: 'old', conversation: null }), [])
      await rig.one.issue(clearance({ id: 'new', conversation: null }), [])
      expect(
        rig.one
          .clearances(at, 0)
          .map(({ id, state }) => `${id} ${state}`)
          .toSorted(),
      ).toEqual(['new open', 'old void'])
    })

    it('are listed newest first, at most 20, and while they were alive', async () => {
      for (let at = 0; at < 25; at += 1) {
        await rig.one.issue(clearance({ id: `c${at}`, binding: `${at}` }), [])
        rig.clock.turn(1)
      }
      await rig.one.issue(clearance({ id: 'elsewhere', conversation: 'voice/b' }), [])
      const listed = rig.other.clearances(where, 0).map(({ id }) => id)
      expect(listed).toEqual(Array.from({ length: 20 }, (_, at) => `c${24 - at}`))
      const end = rig.other.clearances(where, 0)[0]?.expiresAtMs ?? 0
      expect(rig.other.clearances(where, end - 1).map(({ id }) => id)).toEqual(['c24'])
      expect(rig.other.clearances(where, end)).toEqual([])
    })

    it('are void when the last try is spent', async () => {
      await rig.one.issue(clearance({ id: 'c1' }), [])
      await rig.one.issue(clearance({ id: 'c2', binding: 'C', triesLeft: 2 }), [])
      expect(await rig.one.spendTry(['c1', 'c2'], [noted('1')])).toBe(2)
      expect(await rig.other.spendTry(['c1', 'c2'], [noted('2')])).toBe(1)
      expect([stateOf('c1'), stateOf('c2')]).toEqual(['open', 'void'])
      expect(await rig.one.spendTry(['c1', 'c2'], [])).toBe(0)
      expect(stateOf('c1')).toBe('void')
      expect(await rig.one.spendTry([], [])).toBe(0)
      expect(await rig.one.spendTry(['unknown'], [])).toBe(0)
      expect(calls()).toEqual(['1', '2'])
    })

    it('lose a try for each of many wrong codes at once', async () => {
      await rig.one.issue(clearance({ id: 'c1' }), [])
      const left = await Promise.all([1, 2, 3, 4].map(() => rig.one.spendTry(['c1'], [])))
      expect(left).toEqual([2, 1, 0, 0])
      expect(stateOf('c1')).toBe('void')
    })

    it('can be ended, but not once they were used', async () => {
      await rig.one.issue(clearance({ id: 'c1' }), [])
      await started('1', {
        clearance: { of: 'clearance' as const, id: 'c1', binding: 'B', isHeld: false },
      })
      await rig.one.voidClearance('c1', [])
      expect(stateOf('c1')).toBe('used')
      await rig.one.issue(clearance({ id: 'c2' }), [])
      await rig.one.voidClearance('c2', [noted('void')])
      expect(stateOf('c2')).toBe('void')
    })
  })

  describe(`${name}: a claim`, () => {
    beforeEach(() => {
      rig = open()
      return () => rig.close()
    })

    it('takes what is free, with its intent, and one operation key for all its tries', async () => {
      const first = await rig.one.claim(claimOf('1'))
      expect(first).toMatchObject({ kind: 'claimed', isDoubtful: false })
      expect(operation()).toMatchObject({ state: 'claimed', call: '1', clearance: null })
      expect(calls()).toEqual(['intent 1'])
      expect(await rig.one.claim(claimOf('2', { key: 'L' }))).not.toEqual(first)
    })

    it('is refused where another call has it, and leaves no intent', async () => {
      await rig.one.claim(claimOf('1'))
      expect(await rig.other.claim(claimOf('2'))).toEqual({ kind: 'taken' })
      await rig.one.commit(holder('1'), rig.clock.now() + LEASE)
      expect(await rig.other.claim(claimOf('3'))).toEqual({ kind: 'taken' })
      await rig.one.finish(holder('1'), 'succeeded', SUCCESS, [])
      expect(await rig.other.claim(claimOf('4'))).toEqual({ kind: 'taken' })
      expect(calls()).toEqual(['intent 1'])
    })

    it('wins alone among many at once', async () => {
      const all = Array.from({ length: 50 }, (_, at) =>
        (at % 2 === 0 ? rig.one : rig.other).claim(claimOf(`${at}`)),
      )
      const kinds = (await Promise.all(all)).map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'taken')).toHaveLength(49)
      expect(calls()).toHaveLength(1)
    })

    it('consumes its clearance, once', async () => {
      await rig.one.issue(clearance({ id: 'c1' }), [])
      const shown = { of: 'clearance' as const, id: 'c1', binding: 'B', isHeld: false }
      const all = Array.from({ length: 20 }, (_, at) =>
        (at % 2 === 0 ? rig.one : rig.other).claim(
          claimOf(`${at}`, { key: `${at}`, clearance: shown }),
        ),
      )
      const kinds = (await Promise.all(all)).map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'no_clearance')).toHaveLength(19)
      expect(stateOf('c1')).toBe('used')
    })

    it.each<[string, Partial<Clearance>, string]>([
      ['of another binding', {}, 'C'],
      ['too old', { expiresAtMs: 0 }, 'B'],
      ['not yet ripe', { ripeAtMs: Number.MAX_SAFE_INTEGER }, 'B'],
      ['void', { state: 'void' }, 'B'],
      ['used', { state: 'used' }, 'B'],
    ])(
      'is refused with a clearance that is %s, and claims nothing',
      async (_what, given, binding) => {
        await rig.one.issue(clearance({ id: 'c1', ...given }), [])
        const shown = { of: 'clearance' as const, id: 'c1', binding, isHeld: false }
        expect(await rig.one.claim(claimOf('1', { clearance: shown }))).toEqual({
          kind: 'no_clearance',
        })
        expect(operation()).toBeUndefined()
        expect(calls()).toEqual([])
      },
    )

    it('that is taken leaves the clearance as it was', async () => {
      await rig.one.claim(claimOf('1'))
      await rig.one.issue(clearance({ id: 'c1' }), [])
      const shown = { of: 'clearance' as const, id: 'c1', binding: 'B', isHeld: false }
      expect(await rig.one.claim(claimOf('2', { clearance: shown }))).toEqual({ kind: 'taken' })
      expect(stateOf('c1')).toBe('open')
    })

    it('is refused while writes are stopped, whoever stopped them, and consumes nothing', async () => {
      await rig.one.issue(clearance({ id: 'c1' }), [])
      await rig.other.setWritesStopped(true, [noted('stop')])
      expect(rig.one.writesStopped()).toBe(true)
      const shown = { of: 'clearance' as const, id: 'c1', binding: 'B', isHeld: false }
      expect(await rig.one.claim(claimOf('1', { clearance: shown }))).toEqual({ kind: 'stopped' })
      expect(stateOf('c1')).toBe('open')
      await rig.one.setWritesStopped(false, [noted('resume')])
      expect(rig.other.writesStopped()).toBe(false)
      expect(await rig.other.claim(claimOf('2', { clearance: shown }))).toMatchObject({
        kind: 'claimed',
      })
      expect(calls()).toEqual(['stop', 'resume', 'intent 2'])
    })

    it('takes over what was claimed and left, for the same arguments only', async () => {
      const first = await rig.one.claim(claimOf('1'))
      rig.clock.turn(LEASE - 1)
      expect(await rig.other.claim(claimOf('2'))).toEqual({ kind: 'taken' })
      rig.clock.turn(1)
      expect(await rig.other.claim(claimOf('3', { fingerprint: 'G' }))).toEqual({ kind: 'taken' })
      expect(await rig.other.claim(claimOf('4'))).toEqual(first)
      // The first holder has lost it.
      expect(await rig.one.commit(holder('1'), rig.clock.now() + LEASE)).toBe(false)
      expect(await rig.one.cancel(holder('1'), [noted('never')])).toBe(false)
      expect(operation()).toMatchObject({ state: 'claimed', call: '4' })
    })

    it('takes over what may have begun only for a tool that resumes, and under the same key', async () => {
      await started('1')
      rig.clock.turn(LEASE)
      expect(await rig.other.claim(claimOf('2'))).toEqual({ kind: 'taken' })
      expect(await rig.other.claim(claimOf('2', { resumes: true }))).toEqual({ kind: 'taken' })
    })

    it.each(['committed', 'in_doubt'])(
      'goes on with what is %s, which stays past recall',
      async (state) => {
        const resumes = { resumes: true }
        const first = await rig.one.claim(claimOf('1', resumes))
        await rig.one.commit(holder('1'), rig.clock.now() + LEASE)
        rig.clock.turn(LEASE)
        if (state === 'in_doubt') await rig.one.sweep(rig.clock.now())
        expect(operation()?.state).toBe(state)
        const second = await rig.other.claim(claimOf('2', resumes))
        expect(second).toEqual({ ...first, isDoubtful: true })
        // Nothing may make it look as if it had never begun: it would be forgotten, and begin anew.
        expect(await rig.other.cancel(holder('2'), [])).toBe(false)
        rig.clock.turn(LEASE)
        expect(await rig.other.sweep(rig.clock.now())).toEqual(['2'])
        rig.clock.turn(24 * 60 * MINUTE)
        await rig.other.sweep(rig.clock.now())
        expect(operation()).toMatchObject({ state: 'in_doubt', call: '2' })
        expect(await rig.one.claim(claimOf('3', resumes))).toEqual(second)
        expect(await rig.one.commit(holder('3'), rig.clock.now() + LEASE)).toBe(true)
      },
    )

    it('goes on with the clearance that the operation holds, and with no other', async () => {
      await rig.one.issue(clearance({ id: 'c1' }), [])
      await rig.one.issue(clearance({ id: 'c2', binding: 'C' }), [])
      const shown = (id: string, binding: string) => ({
        clearance: { of: 'clearance' as const, id, binding, isHeld: false },
      })
      const held = (id: string, binding = 'B') => ({
        clearance: { of: 'clearance' as const, id, binding, isHeld: true },
      })
      await rig.one.claim(claimOf('0', { key: 'L', ...shown('c2', 'C') }))
      // What nothing was consumed for holds nothing.
      expect(await rig.one.claim(claimOf('1', held('c1')))).toEqual({ kind: 'no_clearance' })
      await rig.one.claim(claimOf('1', shown('c1', 'B')))
      expect(await rig.one.cancel(holder('1'), [])).toBe(true)
      expect(await rig.one.claim(claimOf('2', held('c2', 'C')))).toEqual({ kind: 'no_clearance' })
      expect(await rig.one.claim(claimOf('2', held('c1', 'C')))).toEqual({ kind: 'no_clearance' })
      expect(await rig.one.claim(claimOf('2', shown('c1', 'B')))).toEqual({ kind: 'no_clearance' })
      expect(await rig.one.claim(claimOf('2', held('c1')))).toMatchObject({ kind: 'claimed' })
      expect(operation()?.clearance).toBe('c1')
      await rig.one.cancel(holder('2'), [])
      rig.clock.turn(5 * MINUTE)
      expect(await rig.one.claim(claimOf('3', held('c1')))).toEqual({ kind: 'no_clearance' })
    })
  })

  describe(`${name}: an operation`, () => {
    beforeEach(() => {
      rig = open()
      return () => rig.close()
    })

    it('is committed or cancelled, never both', async () => {
      for (let at = 0; at < 20; at += 1) {
        const key = `K${at}`
        const call = `${at}`
        await rig.one.claim(claimOf(call, { key }))
        const of = { scope: 'S', key, call }
        const commit = () => rig.one.commit(of, rig.clock.now() + LEASE)
        const cancel = () => rig.other.cancel(of, [noted(`cancel ${call}`)])
        const steps = at % 2 === 0 ? [commit(), cancel()] : [cancel(), commit()]
        expect((await Promise.all(steps)).filter(Boolean)).toHaveLength(1)
        const state = rig.one.operation(of)?.state
        expect(calls().includes(`cancel ${call}`)).toBe(state === 'cancelled')
      }
    })

    it('is moved by its holder alone', async () => {
      await rig.one.claim(claimOf('1'))
      expect(await rig.one.commit(holder('2'), 0)).toBe(false)
      expect(await rig.one.cancel(holder('2'), [])).toBe(false)
      await rig.one.commit(holder('1'), rig.clock.now() + LEASE)
      await rig.one.finish(holder('2'), 'succeeded', SUCCESS, [])
      expect(operation()?.state).toBe('committed')
    })

    it('does not end before it was committed', async () => {
      await rig.one.claim(claimOf('1'))
      await rig.one.finish(holder('1'), 'succeeded', SUCCESS, [])
      expect(operation()?.state).toBe('claimed')
    })

    it.each([
      ['succeeded', SUCCESS],
      ['failed', FAILURE],
      ['in_doubt', undefined],
    ] as const)('ends as %s, with its end and its result', async (state, end) => {
      await started('1')
      await rig.one.finish(holder('1'), state, end, [noted('result 1')])
      expect(operation()).toMatchObject({ state, leaseUntilMs: 0 })
      expect(operation()?.end).toEqual(end)
      expect(calls()).toEqual(['intent 1', 'result 1'])
    })

    it('whose holder was late ends as its holder says, though it was found in doubt', async () => {
      await started('1')
      rig.clock.turn(LEASE)
      expect(await rig.other.sweep(rig.clock.now())).toEqual(['1'])
      expect(rig.one.inDoubt().map(({ call }) => call)).toEqual(['1'])
      await rig.one.finish(holder('1'), 'succeeded', SUCCESS, [])
      expect(operation()?.state).toBe('succeeded')
      expect(rig.one.inDoubt()).toEqual([])
    })

    it('is kept from doubt by renewing', async () => {
      await started('1')
      rig.clock.turn(LEASE - 1)
      await rig.one.renew(holder('1'), rig.clock.now() + LEASE)
      await rig.one.renew(holder('2'), 0)
      rig.clock.turn(LEASE - 1)
      expect(rig.other.isOverdue(rig.clock.now())).toBe(false)
      expect(await rig.other.sweep(rig.clock.now())).toEqual([])
      rig.clock.turn(1)
      expect(rig.other.isOverdue(rig.clock.now())).toBe(true)
      expect(await rig.other.sweep(rig.clock.now())).toEqual(['1'])
      expect(rig.other.isOverdue(rig.clock.now())).toBe(false)
    })

    it('is found in doubt once, and that is on record', async () => {
      await started('1')
      rig.clock.turn(LEASE)
      const found = await Promise.all([
        rig.one.sweep(rig.clock.now()),
        rig.other.sweep(rig.clock.now()),
      ])
      expect(found.flat()).toEqual(['1'])
      expect(await rig.one.sweep(rig.clock.now())).toEqual([])
      const rows = rig.ledger().filter(({ kind }) => kind === 'operation')
      expect(rows.map(({ call, body }) => [call, JSON.parse(body)])).toEqual([
        ['1', { event: 'in_doubt', tool: 'bank_move', as: null, by: null, note: null }],
      ])
    })

    it('that was never begun is withdrawn by the sweep, once, and on record', async () => {
      await rig.one.claim(claimOf('1'))
      rig.clock.turn(LEASE)
      expect(await rig.one.sweep(rig.clock.now())).toEqual([])
      expect(await rig.other.sweep(rig.clock.now())).toEqual([])
      expect(operation()?.state).toBe('cancelled')
      expect(calls()).toEqual(['intent 1', '1'])
      expect(await rig.one.commit(holder('1'), 0)).toBe(false)
    })

    it.each([
      ['succeeded', SUCCESS],
      ['failed', FAILURE],
    ] as const)('that %s stands in the way until it expires', async (state, end) => {
      await started('1')
      await rig.one.finish(holder('1'), state, end, [])
      rig.clock.turn(60 * MINUTE - 1)
      expect(await rig.one.claim(claimOf('2'))).toEqual({ kind: 'taken' })
      rig.clock.turn(1)
      expect(await rig.one.claim(claimOf('2', { fingerprint: 'G' }))).toMatchObject({
        kind: 'claimed',
      })
    })

    it('that expired is forgotten by the sweep', async () => {
      await started('1')
      await rig.one.finish(holder('1'), 'succeeded', SUCCESS, [])
      rig.clock.turn(60 * MINUTE - 1)
      await rig.one.sweep(rig.clock.now())
      expect(operation()?.state).toBe('succeeded')
      rig.clock.turn(1)
      await rig.one.sweep(rig.clock.now())
      expect(operation()).toBeUndefined()
    })

    it.each(['server', 'call'] as const)(
      'that failed under a key made here (%s) stands in nobody’s way',
      async (madeBy) => {
        await started('1', { madeBy })
        await rig.one.finish(holder('1'), 'failed', FAILURE, [])
        expect(await rig.one.claim(claimOf('2', { madeBy }))).toMatchObject({ kind: 'claimed' })
      },
    )

    it('that failed for the moment only stands in nobody’s way, and begins anew', async () => {
      await started('1')
      const first = operation()?.operationKey
      await rig.one.finish(holder('1'), 'failed', undefined, [])
      expect(await rig.one.claim(claimOf('2'))).toMatchObject({
        kind: 'claimed',
        isDoubtful: false,
      })
      expect(operation()?.operationKey).not.toBe(first)
    })

    it('in doubt never expires', async () => {
      await started('1')
      await rig.one.finish(holder('1'), 'in_doubt', undefined, [])
      rig.clock.turn(365 * 24 * 60 * MINUTE)
      await rig.one.sweep(rig.clock.now())
      expect(operation()?.state).toBe('in_doubt')
      expect(await rig.one.claim(claimOf('2'))).toEqual({ kind: 'taken' })
    })

    it('in doubt is resolved once, on record, and its end is kept for who asks', async () => {
      await started('1')
      expect(await rig.one.resolve('1', SUCCESS, [noted('no')])).toBe(false)
      await rig.one.finish(holder('1'), 'in_doubt', undefined, [])
      rig.clock.turn(48 * 60 * MINUTE)
      const resolved = { ...noted('resolved'), atMs: rig.clock.now() }
      expect(await rig.other.resolve('1', SUCCESS, [resolved])).toBe(true)
      expect(await rig.one.resolve('1', FAILURE, [noted('no')])).toBe(false)
      await rig.one.sweep(rig.clock.now())
      expect(operation()).toMatchObject({ state: 'succeeded', end: SUCCESS })
      expect(rig.one.inDoubt()).toEqual([])
      expect(calls()).toEqual(['intent 1', 'resolved'])
    })

    it('is not touched by its late holder once an operator has resolved it', async () => {
      await started('1')
      rig.clock.turn(LEASE)
      await rig.one.sweep(rig.clock.now())
      await rig.one.resolve('1', FAILURE, [])
      await rig.one.finish(holder('1'), 'succeeded', SUCCESS, [noted('late')])
      expect(operation()?.state).toBe('failed')
      expect(calls()).toContain('late')
    })
  })
}
