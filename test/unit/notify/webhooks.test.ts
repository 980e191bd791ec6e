import { join } from 'node:path'
import { Webhook as Verifier } from 'standardwebhooks'
import { describe, expect, it, onTestFinished } from 'vitest'

import { deliverWebhooks } from '../../../src/notify/webhooks/deliver.ts'
import type { Posted } from '../../../src/notify/webhooks/post.ts'
import { signed } from '../../../src/notify/webhooks/sign.ts'
import type { Webhook } from '../../../src/kernel/webhook.ts'
import { databaseFile } from '../../../src/store/places.ts'
import { openDeliveries } from '../../../src/store/sqlite/deliveries.ts'
import { OPERATED_BANK, openBank, ticks, type OpenBank } from '../../support/open-bank.ts'

const SECRET = 'a-secret-that-is-long-enough'
const TEAM: Webhook = { name: 'team', url: 'https://team.example/hook', events: ['ticket'] }
const ALL: Webhook = {
  name: 'all',
  url: 'https://all.example/hook',
  events: ['ticket', 'write', 'in_doubt'],
}
const HOUR = 3_600_000

interface Sent {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Post {
  readonly sent: Sent[]
  /** What becomes of the next ones. */
  fate: (url: string) => Posted | Promise<Posted>
}

const FAILED: Posted = { ok: false, why: 'status 500', isGone: false, retryAfterMs: 0 }

/** A deliverer over the bank's ledger, as another process would have it. */
function deliverer(bank: OpenBank, webhooks: readonly Webhook[] = [TEAM], holder = 'one') {
  const post: Post = { sent: [], fate: () => ({ ok: true }) }
  const troubles: string[] = []
  const store = openDeliveries(databaseFile(join(bank.dir, 'data')))
  const delivering = deliverWebhooks({
    store,
    webhooks,
    secretOf: () => SECRET,
    post: async (url, headers, body) => {
      post.sent.push({ url, headers, body })
      return post.fate(url)
    },
    clock: bank.clock,
    random: () => 0.5,
    holder,
    onTrouble: (message) => troubles.push(message),
  })
  onTestFinished(async () => {
    await delivering.stop()
    store.close()
  })
  return { post, store, troubles, stop: () => delivering.stop() }
}

async function turn({ clock }: OpenBank, ms = 1_000): Promise<void> {
  clock.turn(ms)
  await ticks(30)
}

/** A bank whose webhooks begin at the end of its ledger, behind a first ticket. */
async function begun(webhooks: readonly Webhook[] = [TEAM]) {
  const bank = await openBank({ yaml: OPERATED_BANK })
  await close(bank, 'before')
  const hooks = deliverer(bank, webhooks)
  await turn(bank)
  expect(hooks.post.sent).toEqual([])
  return { bank, ...hooks }
}

const close = ({ call }: OpenBank, handle: string) =>
  call('voice', 'bank_close', { of: 'anna', note: 'a <b>secret</b> note' }, { handle })

const typesIn = ({ sent }: Post): readonly string[] =>
  sent.map(({ body }) => String(JSON.parse(body).type))

describe('a webhook', () => {
  it('is told of what happens to a ticket, in order, by names and numbers alone', async () => {
    const { bank, post } = await begun()
    await close(bank, 'room-1')
    await turn(bank)
    expect(JSON.parse(post.sent[0]?.body ?? '')).toEqual({
      type: 'ticket.asked',
      timestamp: '2026-03-10T17:00:01.000Z',
      data: { ticket: 'A-102', client: 'voice', tool: 'bank_close', by: null },
    })
    await bank.decide('day', 102)
    await close(bank, 'room-1')
    await turn(bank)
    expect(typesIn(post)).toEqual(['ticket.asked', 'ticket.approved', 'ticket.used'])
    expect(post.sent.map(({ body }) => body).join()).not.toMatch(/secret|anna|<b>/)
  })

  it('is told of changes and of what is in doubt, where it wants that', async () => {
    const { bank, post } = await begun([ALL])
    await bank.call('voice', 'bank_buy', { item: 'mug' })
    await bank.call('voice', 'bank_buy', { item: 'none' })
    await bank.call('voice', 'bank_buy', { item: 'bug' })
    await bank.call('voice', 'bank_look', { topic: 'rates' })
    await turn(bank)
    expect(typesIn(post)).toEqual(['write.done', 'write.failed', 'operation.in_doubt'])
    expect(JSON.parse(post.sent[1]?.body ?? '').data).toMatchObject({
      client: 'voice',
      tool: 'bank_buy',
      tier: 'write',
      outcome: 'conflict',
    })
  })

  it('that fails is tried again, later and later, under one id; then it is a dead letter', async () => {
    // Tickets would run out of time meanwhile, and be told of.
    const { bank, post, store, troubles } = await begun([{ ...TEAM, events: ['write'] }])
    post.fate = () => FAILED
    await bank.call('voice', 'bank_buy', { item: 'mug' })
    await turn(bank)
    const pausesMs = [5_000, 30_000, 120_000, 600_000, 1_800_000, 2 * HOUR, 6 * HOUR, 12 * HOUR]
    for (const [at, pauseMs] of pausesMs.entries()) {
      expect(post.sent).toHaveLength(at + 1)
      const nowMs = bank.clock.now()
      expect(store.due('team', nowMs + pauseMs - 1)).toBeUndefined()
      expect(store.due('team', nowMs + pauseMs)).toMatchObject({ tries: at + 1 })
      // The round that is due comes first, and finds nothing; the next one sends.
      await turn(bank, pauseMs)
      if (post.sent.length === at + 1) await turn(bank)
    }
    await turn(bank, 24 * HOUR)
    await turn(bank)
    expect(post.sent).toHaveLength(9)
    expect(new Set(post.sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(store.counts()).toMatchObject([{ webhook: 'team', dead: 1, error: 'status 500' }])
    expect(troubles).toEqual([expect.stringContaining('could not be told of team-')])

    post.fate = () => ({ ok: true })
    const [letter] = store.dead()
    expect(store.revive(letter?.id, bank.clock.now())).toBe(1)
    await turn(bank)
    expect(post.sent).toHaveLength(10)
    expect(post.sent[9]?.body).toBe(post.sent[0]?.body)
    expect(store.dead()).toEqual([])
  })

  it('that is gone for good is not tried again, and one that asks for time gets it', async () => {
    const { bank, post, store } = await begun()
    post.fate = () => ({ ...FAILED, isGone: true })
    await close(bank, 'room-1')
    await turn(bank)
    expect(store.dead()).toHaveLength(1)
    post.fate = () => ({ ...FAILED, retryAfterMs: 60_000 })
    await close(bank, 'room-2')
    await turn(bank)
    await turn(bank, 55_000)
    expect(post.sent).toHaveLength(2)
    await turn(bank, 6_000)
    await turn(bank)
    expect(post.sent).toHaveLength(3)
  })

  it('that fails does not keep another one, nor its own later messages, waiting', async () => {
    const { bank, post } = await begun([TEAM, ALL])
    post.fate = (url) => (url === TEAM.url && post.sent.length < 3 ? FAILED : { ok: true })
    await close(bank, 'room-1')
    await turn(bank)
    await close(bank, 'room-2')
    await turn(bank)
    const to = (url: string) => post.sent.filter((each) => each.url === url)
    expect(to(ALL.url)).toHaveLength(2)
    expect(to(TEAM.url).map(({ body }) => JSON.parse(body).data.ticket)).toEqual(['A-102', 'A-103'])
    await turn(bank, 6_000)
    await turn(bank)
    expect(to(TEAM.url).map(({ body }) => JSON.parse(body).data.ticket)).toEqual([
      'A-102',
      'A-103',
      'A-102',
    ])
  })

  it('hears once from several processes, and from the next one when the first has died', async () => {
    const { bank, post } = await begun()
    const second = deliverer(bank, [TEAM], 'two')
    await close(bank, 'room-1')
    await turn(bank)
    await turn(bank)
    expect([post.sent.length, second.post.sent.length]).toEqual([1, 0])
    // The first one never comes back from its try.
    const lost = Promise.withResolvers<Posted>()
    post.fate = () => lost.promise
    await close(bank, 'room-2')
    await turn(bank)
    expect([post.sent.length, second.post.sent.length]).toEqual([2, 0])
    for (let at = 0; at < 31; at += 1) await turn(bank)
    // At least once: what the dead one may have sent is sent again, under the same id.
    expect(second.post.sent.map(({ headers }) => headers['webhook-id'])).toEqual([
      post.sent[1]?.headers['webhook-id'],
    ])
    lost.resolve({ ok: true })
  })

  it('misses nothing that happened while nobody delivered', async () => {
    const { bank, post, stop } = await begun()
    await stop()
    await close(bank, 'room-1')
    await bank.decide('day', 102, { verdict: 'deny', reason: 'no' })
    const later = deliverer(bank, [TEAM], 'later')
    await turn(bank, 31_000)
    await turn(bank)
    expect(post.sent).toEqual([])
    expect(typesIn(later.post)).toEqual(['ticket.asked', 'ticket.denied'])
  })
})

describe('T-APP-7: a signature', () => {
  const nowMs = Date.now()
  const message = { id: 'team-7', body: '{"type":"ticket.asked"}' }
  const verifier = (secret: string) => new Verifier(Buffer.from(secret).toString('base64'))
  const headers = { ...signed(message, SECRET, nowMs) }

  it('is what the library of the scheme verifies, whichever way the secret is written', () => {
    expect(verifier(SECRET).verify(message.body, headers)).toEqual({ type: 'ticket.asked' })
    const written = `whsec_${Buffer.from('sixteen bytes or more').toString('base64')}`
    expect(
      new Verifier(written).verify(message.body, { ...signed(message, written, nowMs) }),
    ).toBeTruthy()
  })

  it('is refused when it is replayed after five minutes', () => {
    const old = { ...signed(message, SECRET, nowMs - 301_000) }
    expect(() => verifier(SECRET).verify(message.body, old)).toThrow('too old')
    // The time is signed, so that it cannot be set.
    const moved = { ...old, 'webhook-timestamp': headers['webhook-timestamp'] }
    expect(() => verifier(SECRET).verify(message.body, moved)).toThrow('No matching signature')
  })

  it('is refused for another body, another id and by another receiver', () => {
    const other = verifier('the-secret-of-another-team')
    expect(() => other.verify(message.body, headers)).toThrow('No matching signature')
    expect(() => verifier(SECRET).verify(`${message.body} `, headers)).toThrow('No matching')
    expect(() =>
      verifier(SECRET).verify(message.body, { ...headers, 'webhook-id': 'team-8' }),
    ).toThrow('No matching')
  })
})
