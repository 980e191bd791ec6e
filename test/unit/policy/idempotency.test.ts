import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  BANK_CONFIG,
  openBank,
  spokenCode,
  ticks,
  type More,
  type OpenBank,
} from '../../support/open-bank.ts'

const KEY = 'key-12345678'
const ROOM = { handle: 'room-1' }
const keyed = { ...ROOM, idempotencyKey: KEY }

const buy = ({ call }: OpenBank, item: string, more: More = keyed) =>
  call('voice', 'bank_buy', { item }, more)

/** Stops every change at its effect, until the answered function is called. */
function hold({ bank }: OpenBank): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  bank.wait = () => promise
  return resolve
}

describe('a call with a key', () => {
  it('is done once, and its answer is given again, marked as done before', async () => {
    const bank = await openBank()
    const first = await buy(bank, 'mug')
    const again = await buy(bank, 'mug')
    expect([first.text, again.text]).toEqual(['Bought mug.', 'Already done: Bought mug.'])
    expect([first.outcome.isReplayed, again.outcome.isReplayed]).toEqual([undefined, true])
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('is the same operation whether the key came beside the arguments or among them', async () => {
    const bank = await openBank()
    await buy(bank, 'mug')
    const among = { item: 'mug', idempotency_key: KEY }
    expect((await bank.call('voice', 'bank_buy', among, ROOM)).text).toContain('Already done')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('has one effect of a hundred at once, and every other gets its answer or is told to wait (T-IDEM-1)', async () => {
    const bank = await openBank()
    const all = Array.from({ length: 100 }, () => buy(bank, 'mug', { idempotencyKey: KEY }))
    const texts = (await Promise.all(all)).map(({ code, text }) => `${code}: ${text}`)
    expect(bank.bank.effects).toHaveLength(1)
    expect(new Set(texts)).toEqual(
      new Set([
        'success: Bought mug.',
        'still_working: That is still being worked on. Send the same request again in a moment to get the result.',
      ]),
    )
    expect((await buy(bank, 'mug', { idempotencyKey: KEY })).text).toBe('Already done: Bought mug.')
  })

  it('has one effect of a hundred in one conversation, and every other gets its answer', async () => {
    const bank = await openBank()
    const all = Array.from({ length: 100 }, () => buy(bank, 'mug'))
    const texts = (await Promise.all(all)).map(({ text }) => text)
    expect(texts.filter((text) => text === 'Bought mug.')).toHaveLength(1)
    expect(texts.filter((text) => text === 'Already done: Bought mug.')).toHaveLength(99)
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('has one effect in two processes', async () => {
    const bank = await openBank()
    const other = await bank.again()
    const all = Array.from({ length: 20 }, (_, at) => buy(at % 2 === 0 ? bank : other, 'mug'))
    // Whoever finds the other process at work waits for it a while.
    for (let at = 0; at < 40; at += 1) {
      await ticks(3)
      bank.clock.turn(50)
    }
    await Promise.all(all)
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('is remembered over a restart (T-IDEM-3)', async () => {
    const bank = await openBank()
    await buy(bank, 'mug')
    await bank.close()
    expect((await buy(await bank.again(), 'mug')).text).toBe('Already done: Bought mug.')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('is independent of the same key of another client, which learns nothing of it (T-IDEM-4)', async () => {
    const bank = await openBank()
    await buy(bank, 'mug')
    const other = await bank.call('desk', 'bank_buy', { item: 'plate' }, keyed)
    expect(other).toMatchObject({ code: 'success', text: 'Bought plate.' })
    const same = await bank.call('mute', 'bank_buy', { item: 'mug' }, keyed)
    expect(same.text).toBe('Bought mug.')
    expect(bank.bank.effects).toHaveLength(3)
  })

  it('is independent of the same key of another tool', async () => {
    const bank = await openBank()
    await buy(bank, 'mug')
    expect((await bank.call('voice', 'bank_order', { item: 'mug' }, keyed)).text).toBe(
      'Ordered mug.',
    )
  })

  it('never gives one caller of a line the answer of another, nor has a second effect', async () => {
    const bank = await openBank()
    const on = (handle: string, tool: string, input: object, key?: string) =>
      bank.call('line', tool, input, { handle, ...(key !== undefined && { idempotencyKey: key }) })
    await on('room-1', 'bank_prove', { who: 'O-1' })
    await on('room-2', 'bank_prove', { who: 'O-2' })
    expect((await on('room-1', 'bank_buy', { item: 'mug' }, KEY)).code).toBe('success')
    expect((await on('room-2', 'bank_buy', { item: 'mug' }, KEY)).code).toBe('idempotency_conflict')
    expect((await on('room-3', 'bank_buy', { item: 'mug' }, KEY)).code).toBe('idempotency_conflict')
    expect((await on('room-1', 'bank_buy', { item: 'mug' }, KEY)).text).toContain('Already done')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it.each(['short', 'with a blank', 'ümlaut-12345', 'x'.repeat(256), 'tab\t12345678'])(
    'is refused when the key cannot be kept (%j)',
    async (idempotencyKey) => {
      const bank = await openBank()
      expect((await buy(bank, 'mug', { idempotencyKey })).code).toBe('bad_key')
      expect(bank.bank.effects).toEqual([])
    },
  )

  it('is forgotten after a day, and not before', async () => {
    const bank = await openBank()
    await buy(bank, 'mug')
    bank.clock.turn(24 * 3_600_000 - 1)
    expect((await buy(bank, 'mug')).text).toContain('Already done')
    bank.clock.turn(1)
    expect((await buy(bank, 'mug')).text).toBe('Bought mug.')
  })

  it('is the same for every form of the same arguments (T-IDEM-5)', async () => {
    const bank = await openBank()
    const code = spokenCode(
      await bank.call('voice', 'bank_move', { to: 'anna', amount: 20 }, keyed),
    )
    bank.clock.turn(2_000)
    const input = { to: 'anna', amount: 20, confirmation_code: code }
    expect((await bank.call('voice', 'bank_move', input, keyed)).code).toBe('success')
    for (const same of [
      '{"amount":20,"to":"anna"}',
      '{"to":"anna","amount":20.0}',
      '{"to":"anna","amount":2e1}',
      '{"to":"\\u0061nna","amount":20}',
      '{"to":"anna","amount":"20","currency":"EUR"}',
    ])
      expect((await bank.call('voice', 'bank_move', JSON.parse(same), keyed)).text).toContain(
        'Already done',
      )
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('conflicts with any other value, and does nothing for it (T-IDEM-5)', async () => {
    const bank = await openBank({ isKept: true })
    await bank.call('voice', 'bank_buy', { item: 'mug' }, keyed)
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 30 }).filter((item) => item !== 'mug'),
        async (item) => {
          expect((await buy(bank, item)).code).toBe('idempotency_conflict')
        },
      ),
      { numRuns: 40 },
    )
    expect(bank.bank.effects).toHaveLength(1)
    await bank.close()
  })

  it('conflicts when the tool has become another', async () => {
    const bank = await openBank()
    await buy(bank, 'mug')
    await bank.close()
    const later = await bank.again({ version: '2.0.0' })
    expect((await buy(later, 'mug')).code).toBe('idempotency_conflict')
  })

  it('gets a long answer again as it was, with what stood beside it (T-IDEM-6)', async () => {
    const bank = await openBank()
    await bank.call('voice', 'bank_prove', { who: 'O-1' }, ROOM)
    const report = (more: object = {}) =>
      bank.call('voice', 'bank_report', { pages: 300, ...more }, keyed)
    const [first, again] = [await report({ response_format: 'detailed' }), await report()]
    const answers = [first, again].map(({ outcome }) =>
      outcome.kind === 'success' ? outcome.answer : undefined,
    )
    expect(answers[1]).toEqual({ ...answers[0], text: `Already done: ${answers[0]?.text}` })
    expect(answers[0]?.text.length).toBeGreaterThan(300_000)
    expect(answers[0]?.attachments).toHaveLength(1)
    const [one, two] = (await bank.rows())
      .filter(({ call }) => call === first.id || call === again.id)
      .flatMap(({ body }) =>
        'resultHash' in body
          ? [body.resultHash]
          : 'result' in body && body.result
            ? [body.result.resultHash]
            : [],
      )
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(two).toBe(one)
  })

  it('gets a refusal of its handler again, because it was told no', async () => {
    const bank = await openBank()
    const [first, again] = [await buy(bank, 'none'), await buy(bank, 'none')]
    expect(again).toMatchObject({ code: 'conflict', text: first.text })
    expect(again.outcome.isReplayed).toBe(true)
  })

  it.each(['busy', 'odd', 'guess'])(
    'is not held to a failure of the moment (%s), and can be sent again',
    async (item) => {
      const bank = await openBank()
      const first = await buy(bank, item)
      expect(['busy', 'invalid_input', 'too_many_tries']).toContain(first.code)
      const again = await buy(bank, item)
      expect(again.outcome.isReplayed).toBeUndefined()
      // Nothing was done, so the key is as good as new.
      expect((await buy(bank, 'mug')).code).toBe('success')
    },
  )

  it('is not held to a refusal before its effect: bad arguments, no proof, no yes, no gate', async () => {
    const bank = await openBank()
    const report = (pages: number, key: string) =>
      bank.call('voice', 'bank_report', { pages }, { ...ROOM, idempotencyKey: key })
    expect((await report(0, KEY)).code).toBe('not_verified')
    await bank.call('voice', 'bank_prove', { who: 'O-1' }, ROOM)
    expect((await report(0, KEY)).code).toBe('invalid_input')
    expect((await report(1, KEY)).code).toBe('success')
    expect((await report(2, KEY)).code).toBe('idempotency_conflict')
    expect((await report(1, KEY)).outcome.isReplayed).toBe(true)
  })
})

describe('a call without a key', () => {
  it('is meant each time, where the tool does not say otherwise', async () => {
    const bank = await openBank()
    for (let at = 0; at < 2; at += 1)
      expect((await buy(bank, 'mug', ROOM)).text).toBe('Bought mug.')
    expect(bank.bank.effects).toHaveLength(2)
    const keys = new Set(bank.bank.effects.map(({ operationKey }) => operationKey))
    expect(keys.size).toBe(2)
  })

  it('is a duplicate within the window that its tool declares, in the same conversation', async () => {
    const bank = await openBank()
    const order = (item: string, more: More) => bank.call('voice', 'bank_order', { item }, more)
    await order('mug', ROOM)
    bank.clock.turn(59_999)
    expect((await order('mug', ROOM)).text).toBe('Already done: Ordered mug.')
    expect((await order('plate', ROOM)).text).toBe('Ordered plate.')
    expect((await order('mug', { handle: 'room-2' })).text).toBe('Ordered mug.')
    expect((await order('mug', {})).text).toBe('Ordered mug.')
    bank.clock.turn(1)
    expect((await order('mug', ROOM)).text).toBe('Ordered mug.')
  })

  it('that was refused by its handler may be sent again at once', async () => {
    const bank = await openBank()
    const order = () => bank.call('voice', 'bank_order', { item: 'sold out' }, ROOM)
    expect([(await order()).code, (await order()).code]).toEqual(['conflict', 'conflict'])
    expect(bank.bank.effects).toHaveLength(2)
  })
})

describe('a stored answer', () => {
  it('is not given to a client whose view no longer has the tool', async () => {
    const bank = await openBank()
    await bank.call('voice', 'bank_order', { item: 'mug' }, keyed)
    const narrowed = { ...keyed, narrowing: { toolset: 'counter' } }
    expect((await bank.call('voice', 'bank_order', { item: 'mug' }, narrowed)).code).toBe(
      'unknown_tool',
    )
  })

  it('is not given to a client that is gone, or has lost its clearance', async () => {
    const bank = await openBank()
    await buy(bank, 'mug')
    await bank.close()
    const gone = await bank.again({ yaml: BANK_CONFIG.replace('  voice: ', '  other: ') })
    expect((await buy(gone, 'mug')).code).toBe('unauthenticated')
    await gone.close()
    const less = await bank.again({
      yaml: BANK_CONFIG.replace('highestTier: irreversible', 'highestTier: read'),
    })
    expect((await buy(less, 'mug')).code).toBe('unknown_tool')
  })

  it('is not given once the proof is gone', async () => {
    const bank = await openBank()
    await bank.call('voice', 'bank_prove', { who: 'O-1' }, ROOM)
    const report = () => bank.call('voice', 'bank_report', { pages: 1 }, keyed)
    expect((await report()).code).toBe('success')
    bank.clock.turn(600_000)
    expect((await report()).code).toBe('not_verified')
  })

  it('can be that of a gated call, which needs no second yes', async () => {
    const bank = await openBank()
    const input = { to: 'anna', amount: 20 }
    const code = spokenCode(await bank.call('voice', 'bank_move', input, keyed))
    bank.clock.turn(2_000)
    const move = (more: object) => bank.call('voice', 'bank_move', { ...input, ...more }, keyed)
    expect((await move({ confirmation_code: code })).code).toBe('success')
    expect((await move({ confirmation_code: code })).text).toContain('Already done')
    expect((await move({})).text).toContain('Already done')
    expect(bank.bank.effects).toHaveLength(1)
  })
})

describe('work that takes long', () => {
  it('is answered with still_working at the deadline, and then with the true result', async () => {
    const bank = await openBank()
    const release = hold(bank)
    const first = buy(bank, 'mug')
    await ticks()
    bank.clock.turn(4_000)
    expect(await first).toMatchObject({
      code: 'still_working',
      text: 'That is still being worked on. Send the same request again in a moment to get the result.',
    })
    release()
    await ticks()
    expect((await buy(bank, 'mug')).text).toBe('Already done: Bought mug.')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it('is waited for a little by the same call, which then gets the true result', async () => {
    const bank = await openBank()
    const release = hold(bank)
    const first = buy(bank, 'mug', { idempotencyKey: KEY })
    await ticks()
    const again = buy(bank, 'mug', { idempotencyKey: KEY })
    await ticks()
    release()
    await ticks()
    bank.clock.turn(50)
    expect((await again).text).toBe('Already done: Bought mug.')
    expect((await first).text).toBe('Bought mug.')
  })

  it('is not waited for longer than a second and a half', async () => {
    const bank = await openBank()
    const release = hold(bank)
    const first = buy(bank, 'mug', { idempotencyKey: KEY })
    await ticks()
    const again = buy(bank, 'mug', { idempotencyKey: KEY })
    for (let at = 0; at < 30; at += 1) {
      await ticks(3)
      bank.clock.turn(50)
    }
    expect((await again).code).toBe('still_working')
    release()
    await first
  })

  it('keeps its lease, so that nobody takes it for broken off', async () => {
    const bank = await openBank()
    const other = await bank.again()
    const release = hold(bank)
    void buy(bank, 'mug')
    await ticks()
    for (let at = 0; at < 5; at += 1) {
      bank.clock.turn(10_000)
      await ticks()
    }
    const again = buy(other, 'mug', { idempotencyKey: KEY })
    for (let at = 0; at < 31; at += 1) {
      await ticks(3)
      bank.clock.turn(50)
    }
    expect((await again).code).toBe('still_working')
    release()
    await ticks()
    expect((await buy(other, 'mug')).text).toContain('Already done')
  })
})

describe('a change that met a bug', () => {
  it('is in doubt, and never called failed', async () => {
    const bank = await openBank()
    const first = await buy(bank, 'bug')
    expect(first).toMatchObject({
      code: 'in_doubt',
      text: 'Something went wrong on our side, and it may or may not have gone through. Hand over to a colleague, who can check.',
    })
    expect(await buy(bank, 'bug')).toMatchObject({
      code: 'in_doubt',
      text: 'That may or may not have gone through, and a colleague has to check. Do not do it again.',
    })
    const results = (await bank.rows()).filter(({ kind }) => kind === 'result')
    expect(results.map(({ body }) => ('outcome' in body ? body.outcome : ''))).toEqual(['in_doubt'])
  })

  it('stays in doubt for ever', async () => {
    const bank = await openBank()
    await buy(bank, 'bug')
    await bank.close()
    bank.clock.turn(400 * 24 * 3_600_000)
    expect((await buy(await bank.again(), 'bug')).code).toBe('in_doubt')
  })

  it('is gone on with under the same operation key by a tool that resumes, without a second yes', async () => {
    const bank = await openBank()
    const charge = (more: object) =>
      bank.call('voice', 'bank_charge', { amount: 666, ...more }, keyed)
    const code = spokenCode(await charge({}))
    bank.clock.turn(2_000)
    expect((await charge({ confirmation_code: code })).code).toBe('in_doubt')
    expect((await charge({})).code).toBe('in_doubt')
    expect(bank.bank.effects).toHaveLength(1)
    // The yes does not last longer than it would have otherwise.
    bank.clock.turn(298_000)
    expect((await charge({})).code).toBe('confirm_first')
  })

  it('that is in doubt stays so when a later try of it meets a failure of the moment', async () => {
    const bank = await openBank({ leaseMs: 1_000 })
    const charge = (more: object, on: OpenBank = bank, than: More = {}) =>
      on.call('voice', 'bank_charge', { amount: 777, ...more }, { ...keyed, ...than })
    const code = spokenCode(await charge({}))
    bank.clock.turn(2_000)
    // The first try never comes back: its process is gone.
    bank.bank.wait = () => new Promise(() => {})
    const lost = await bank.again({
      isKept: true,
      aroundJournal: (journal) => ({ ...journal, renew: () => new Promise(() => {}) }),
    })
    void charge({ confirmation_code: code }, lost)
    await ticks()
    bank.bank.wait = () => Promise.resolve()
    bank.clock.turn(30_000)
    await ticks()
    expect((await charge({})).code).toBe('in_doubt')
    const keys = bank.bank.effects.map(({ operationKey }) => operationKey)
    await charge({})
    expect(bank.bank.effects.map(({ operationKey }) => operationKey)).toEqual(keys)
  })
})

/**
 * TOOLCRIB_CANCELS=10000 is the long form. When last run it took 147 s on two busy cores, and every round was one or the
 * other; of a run of a thousand, 734 were done and 266 cancelled.
 */
const CANCELS = Number(process.env['TOOLCRIB_CANCELS'] ?? 150)

describe('cancelling (T-CANCEL-1)', () => {
  const patience = { timeout: 30_000 + CANCELS * 50 }

  it(
    'stops a change up to its commit and not behind it, and the ledger agrees',
    patience,
    async () => {
      const bank = await openBank()
      const seen = new Map<string, number>()
      for (let at = 0; at < CANCELS; at += 1) {
        // Slower than the client's rate, which would refuse the calls of a long run.
        bank.clock.turn(500)
        const gone = new AbortController()
        const key = `cancel-${String(at).padStart(6, '0')}`
        const more = { idempotencyKey: key, signal: gone.signal }
        const before = bank.bank.effects.length
        const running = buy(bank, 'mug', more)
        // So many moments of the call's way pass first.
        for (let step = 0; step < at % 25; step += 1) await Promise.resolve()
        if (at % 3 === 0) await ticks(1)
        gone.abort()
        const answer = await running
        await ticks(3)
        const didRun = bank.bank.effects.length - before
        expect([answer.code, didRun]).toEqual(didRun === 1 ? ['success', 1] : ['cancelled', 0])
        seen.set(answer.code, (seen.get(answer.code) ?? 0) + 1)
        // The retry gets the true result, or does it now.
        const retried = await buy(bank, 'mug', { idempotencyKey: key })
        expect(retried.outcome.isReplayed).toBe(didRun === 1 ? true : undefined)
        expect(bank.bank.effects.length - before).toBe(1)
      }
      expect(seen.size).toBe(2)
      const rows = await bank.rows()
      const results = rows.flatMap(({ kind, body }) =>
        kind === 'result' && 'outcome' in body ? [body.outcome] : [],
      )
      expect(results.filter((one) => one === 'success')).toHaveLength(CANCELS)
    },
  )

  it('does not stop a change whose connection was only lost', async () => {
    const bank = await openBank()
    const gone = new AbortController()
    gone.abort()
    const more = { ...keyed, signal: gone.signal, goneMeansCancelled: false }
    expect((await buy(bank, 'mug', more)).text).toBe('Bought mug.')
  })

  it('uses nothing up: the code of a call that was withdrawn in time still counts', async () => {
    const bank = await openBank()
    const input = { to: 'anna', amount: 20 }
    const code = spokenCode(await bank.call('voice', 'bank_move', input, ROOM))
    bank.clock.turn(2_000)
    const gone = new AbortController()
    gone.abort()
    const second = { ...input, confirmation_code: code }
    const withdrawn = await bank.call('voice', 'bank_move', second, {
      ...ROOM,
      signal: gone.signal,
    })
    expect(withdrawn.code).toBe('cancelled')
    await ticks()
    expect((await bank.call('voice', 'bank_move', second, ROOM)).code).toBe('success')
  })
})
