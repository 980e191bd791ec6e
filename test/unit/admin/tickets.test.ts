import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { serveBankAdmin, type Answered, type ServedAdmin } from '../../support/serve-admin.ts'

const PAGE = z.object({
  tickets: z.array(z.looseObject({ number: z.string(), state: z.string() })),
  next: z.string().nullable(),
})

const numbersIn = ({ body }: Answered) => PAGE.parse(body).tickets.map(({ number }) => number)
const codeOf = ({ status, body }: Answered) =>
  `${status} ${z.object({ error: z.object({ code: z.string() }) }).parse(body).error.code}`

async function decided(served: ServedAdmin, number: string, verdict: string): Promise<void> {
  const seen = await served.seen('dora', number)
  const answer = await served.decide('dora', number, { verdict, seen, reason: 'no' })
  expect(answer.status).toBe(200)
}

describe('an operator', () => {
  it('learns who they are and on what they may decide', async () => {
    const served = await serveBankAdmin()
    expect((await served.get('dora', '/v1/operator')).body).toEqual({
      name: 'dora',
      title: 'Dora',
      tools: ['*'],
      clients: ['*'],
      highestTier: 'irreversible',
    })
  })

  it('sees what waits, newest first, and sees it whole', async () => {
    const served = await serveBankAdmin()
    await served.ask('voice', 'bank_buy', { item: 'a mug' })
    await served.ask('desk', 'bank_send', { to: 'anna', amount: 5 })
    expect(numbersIn(await served.get('dora', '/v1/tickets'))).toEqual(['A-102', 'A-101'])
    const { body } = await served.get('dora', '/v1/tickets/A-102')
    expect(body).toMatchObject({
      number: 'A-102',
      client: 'desk',
      does: '5 euros to anna',
      operatorsNeeded: 2,
      arguments: [
        { path: 'amount', value: '5' },
        { path: 'to', value: '"anna"' },
      ],
    })
  })

  it('turns pages, each beginning where the one before it has ended', async () => {
    const served = await serveBankAdmin()
    for (let at = 0; at < 5; at += 1) await served.ask('voice')
    const pages: string[][] = []
    for (let next: string | null = 'A-999'; next !== null;) {
      const page = await served.get('dora', `/v1/tickets?limit=2&before=${next}`)
      pages.push(numbersIn(page))
      next = PAGE.parse(page.body).next
    }
    expect(pages).toEqual([['A-105', 'A-104'], ['A-103', 'A-102'], ['A-101']])
  })

  it('has no further page behind a full one that is the last', async () => {
    const served = await serveBankAdmin()
    for (let at = 0; at < 2; at += 1) await served.ask('voice')
    expect(PAGE.parse((await served.get('dora', '/v1/tickets?limit=2')).body).next).toBeNull()
  })

  it('sees what is alive, or what is in the states that they name', async () => {
    const served = await serveBankAdmin()
    for (let at = 0; at < 3; at += 1) await served.ask('voice')
    await decided(served, 'A-101', 'approve')
    await decided(served, 'A-102', 'deny')
    const listed = async (query: string) =>
      numbersIn(await served.get('dora', `/v1/tickets${query}`))
    expect(await listed('')).toEqual(['A-103', 'A-101'])
    expect(await listed('?state=denied')).toEqual(['A-102'])
    expect(await listed('?state=denied&state=pending')).toEqual(['A-103', 'A-102'])
  })

  it.each([
    '?state=lost',
    '?state=',
    '?limit=0',
    '?limit=201',
    '?limit=1.5',
    '?limit=ten',
    '?limit=1&limit=2',
    '?before=102',
    '?before=A-1e3',
    '?sate=denied',
  ])('is told that "%s" cannot be asked for', async (query) => {
    const served = await serveBankAdmin()
    expect(codeOf(await served.get('dora', `/v1/tickets${query}`))).toBe('400 bad_request')
  })
})

describe('S24: what is somebody else’s to decide', () => {
  it.each(['eve', 'fred', 'mild'] as const)('is not there for %s', async (name) => {
    const served = await serveBankAdmin()
    const own = { eve: 'A-101', fred: 'A-102', mild: 'A-101' }[name]
    const other = { eve: 'A-102', fred: 'A-101', mild: 'A-102' }[name]
    await served.ask('voice', 'bank_buy')
    await served.ask('desk', 'bank_send', { to: 'anna', amount: 5 })
    expect(numbersIn(await served.get(name, '/v1/tickets'))).toEqual([own])
    expect((await served.get(name, `/v1/tickets/${own}`)).status).toBe(200)
    const hidden = await served.get(name, `/v1/tickets/${other}`)
    expect(codeOf(hidden)).toBe('404 unknown_ticket')
    // The same words as for a ticket that never was, or numbers could be sounded out.
    expect(hidden.body).toEqual((await served.get(name, '/v1/tickets/A-999')).body)
    const seen = await served.seen('dora', other)
    const ruling = { verdict: 'approve', seen }
    expect(codeOf(await served.decide(name, other, ruling))).toBe('404 unknown_ticket')
    expect(served.app.desk.list(await all(served), EVERY)).toMatchObject([
      { state: 'pending', approvals: 0 },
      { state: 'pending', approvals: 0 },
    ])
  })

  it('does not leave holes in the pages of others', async () => {
    const served = await serveBankAdmin()
    await served.ask('desk')
    for (let at = 0; at < 3; at += 1) await served.ask('voice')
    await served.ask('desk')
    const first = await served.get('fred', '/v1/tickets?limit=1')
    expect(PAGE.parse(first.body)).toMatchObject({ tickets: [{ number: 'A-105' }], next: 'A-105' })
    const second = await served.get('fred', '/v1/tickets?limit=1&before=A-105')
    expect(PAGE.parse(second.body)).toMatchObject({ tickets: [{ number: 'A-101' }], next: null })
  })
})

const EVERY = { states: ['pending'], limit: 10 } as const

async function all({ app, tokens }: ServedAdmin) {
  const operator = app.operatorFor(tokens.dora)
  if (!operator) throw new Error('dora is no operator')
  return operator
}

describe('a decision', () => {
  it('approves, and says what it has approved', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const seen = await served.seen('dora', number)
    const answer = await served.decide('dora', number, { verdict: 'approve', seen })
    expect(answer).toMatchObject({
      status: 200,
      body: { kind: 'approved', ticket: { number, state: 'approved', approvals: 1 } },
    })
  })

  it('is one of two where two are needed', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('desk', 'bank_send', { to: 'anna', amount: 5 })
    const ruling = { verdict: 'approve', seen: await served.seen('dora', number), reason: null }
    const first = await served.decide('dora', number, ruling)
    expect(first.body).toMatchObject({ kind: 'endorsed', ticket: { state: 'pending' } })
    expect(codeOf(await served.decide('dora', number, ruling))).toBe('409 decided_already')
    const second = await served.decide('nora', number, ruling)
    expect(second.body).toMatchObject({ kind: 'approved', ticket: { approvals: 2 } })
  })

  it('denies with a reason, and is on record with the address it came from', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const seen = await served.seen('dora', number)
    const silent = { verdict: 'deny', seen }
    expect(codeOf(await served.decide('dora', number, silent))).toBe('422 no_reason')
    const ruling = { ...silent, reason: 'not this month' }
    expect((await served.decide('dora', number, ruling)).body).toMatchObject({ kind: 'denied' })
    expect((await served.get('nora', `/v1/tickets/${number}`)).body).toMatchObject({
      decisions: [{ operator: 'dora', from: '127.0.0.1', reason: 'not this month' }],
    })
  })

  it('is not taken from a header that names another address', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const seen = await served.seen('dora', number)
    await fetch(`${served.admin.url}/v1/tickets/${number}/decision`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${served.tokens.dora}`,
        'content-type': 'application/json',
        'x-forwarded-for': '10.9.9.9',
        forwarded: 'for=10.9.9.9',
      },
      body: JSON.stringify({ verdict: 'approve', seen }),
    })
    expect((await served.get('dora', `/v1/tickets/${number}`)).body).toMatchObject({
      decisions: [{ from: '127.0.0.1' }],
    })
  })

  it('is not one’s own to make', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const ruling = { verdict: 'approve', seen: await served.seen('ada', number) }
    expect(codeOf(await served.decide('ada', number, ruling))).toBe('403 own_ticket')
  })

  it('is on what was seen', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const other = await served.ask('voice')
    for (const seen of ['', 'x', '0'.repeat(12), await served.seen('dora', other)])
      expect(codeOf(await served.decide('dora', number, { verdict: 'approve', seen })), seen).toBe(
        '409 not_seen',
      )
  })

  it('comes too late when another was faster, or nobody was in time', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const late = await served.ask('voice')
    const ruling = { verdict: 'approve', seen: await served.seen('dora', number) }
    const lateRuling = { verdict: 'approve', seen: await served.seen('dora', late) }
    await served.decide('dora', number, ruling)
    expect(codeOf(await served.decide('nora', number, ruling))).toBe('409 over')
    served.clock.turn(16 * 60_000)
    expect(codeOf(await served.decide('dora', late, lateRuling))).toBe('409 over')
  })

  it('is none on a tool that has become another', async () => {
    const before = await serveBankAdmin()
    const number = await before.ask('voice')
    const seen = await before.seen('dora', number)
    const { dir, clock, bank } = before
    const served = await serveBankAdmin({ dir, clock, bank, version: '2.0.0' })
    const ruling = { verdict: 'approve', seen }
    expect(codeOf(await served.decide('dora', number, ruling))).toBe('409 changed')
    expect(codeOf(await served.decide('dora', number, ruling))).toBe('409 over')
  })

  it('is none when it cannot be put on record', async () => {
    const served = await serveBankAdmin({
      aroundJournal: (journal) => ({
        ...journal,
        decide: () => Promise.reject(new Error('the disk is full')),
      }),
    })
    const number = await served.ask('voice')
    const ruling = { verdict: 'approve', seen: await served.seen('dora', number) }
    expect(codeOf(await served.decide('dora', number, ruling))).toBe('503 not_recorded')
    expect(served.troubles).toEqual(['the disk is full'])
    expect((await served.get('dora', `/v1/tickets/${number}`)).body).toMatchObject({
      state: 'pending',
      decisions: [],
    })
  })

  it.each([
    {},
    { verdict: 'approve' },
    { verdict: 'yes', seen: 'x' },
    { verdict: 'approve', seen: 5 },
    { verdict: 'approve', seen: 'x', operator: 'nora' },
    { verdict: 'approve', seen: 'x', from: '10.0.0.1' },
    { verdict: 'deny', seen: 'x', reason: 'x'.repeat(2_001) },
  ])('has its form: %o', async (ruling) => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    expect(codeOf(await served.decide('dora', number, ruling))).toBe('400 bad_request')
  })

  it('is on a ticket that there is', async () => {
    const served = await serveBankAdmin()
    const ruling = { verdict: 'approve', seen: '0'.repeat(12) }
    for (const number of ['A-999', 'A-0', '101', 'A-', 'a-101', 'A%2D101', 'A-9999999999'])
      expect(codeOf(await served.decide('dora', number, ruling)), number).toBe('404 unknown_ticket')
  })
})
