import { connect } from 'node:net'
import { describe, expect, it, vi } from 'vitest'

import type { Entry } from '../../../src/kernel/ledger.ts'
import type { Journal } from '../../../src/kernel/journal.ts'
import {
  OPERATORS,
  openStream,
  serveBankAdmin,
  type ServedAdmin,
  type Stream,
} from '../../support/serve-admin.ts'

/** Turns the clock to the next look at the ledger, until the stream has told so much. */
async function told(
  served: ServedAdmin,
  stream: Stream,
  count: number,
): Promise<readonly string[]> {
  await vi.waitFor(() => {
    served.clock.turn(250)
    expect(stream.events.length).toBeGreaterThanOrEqual(count)
  }, 10_000)
  return said(stream)
}

function said({ events }: Stream): readonly string[] {
  return events.map(({ event, data }) => `${event} ${(data as { number: string }).number}`)
}

async function decide(served: ServedAdmin, number: string, verdict: string): Promise<void> {
  const seen = await served.seen('dora', number)
  expect((await served.decide('dora', number, { verdict, seen, reason: 'no' })).status).toBe(200)
}

describe('a stream', () => {
  it('tells what happens from now on, with its place in the ledger', async () => {
    const served = await serveBankAdmin()
    await served.ask('voice')
    const stream = await served.stream('dora')
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    expect(stream.headers.get('cache-control')).toBe('no-store')
    await served.ask('voice')
    await decide(served, 'A-101', 'approve')
    expect(await told(served, stream, 2)).toEqual(['ticket.asked A-102', 'ticket.approved A-101'])
    expect(stream.text()).toMatch(/^retry: 2000\nid: \d+\n\n/)
    const rows = (await served.rows()).filter(({ kind }) => kind === 'ticket')
    expect(stream.events.map(({ id }) => id)).toEqual(rows.slice(1).map(({ seq }) => String(seq)))
    expect(stream.events[1]?.data).toEqual({
      number: 'A-101',
      tool: 'bank_buy',
      client: 'voice',
      at: '2026-03-10T17:00:00.000Z',
      by: 'dora',
    })
  })

  it('tells of every end', async () => {
    const served = await serveBankAdmin()
    const stream = await served.stream('dora')
    const two = await served.ask('desk', 'bank_send', { to: 'anna', amount: 5 })
    const used = await served.ask('voice', 'bank_buy', { item: 'mug' })
    const denied = await served.ask('voice', 'bank_order', { item: 'mug' })
    await decide(served, two, 'approve')
    await decide(served, used, 'approve')
    expect((await served.call('voice', 'bank_buy', { item: 'mug' })).code).toBe('success')
    await decide(served, denied, 'deny')
    await told(served, stream, 7)
    served.clock.turn(16 * 60_000)
    expect(await told(served, stream, 8)).toEqual([
      `ticket.asked ${two}`,
      `ticket.asked ${used}`,
      `ticket.asked ${denied}`,
      `ticket.endorsed ${two}`,
      `ticket.approved ${used}`,
      `ticket.used ${used}`,
      `ticket.denied ${denied}`,
      `ticket.expired ${two}`,
    ])
  })

  it('goes on where another one was cut off', async () => {
    const served = await serveBankAdmin()
    const first = await served.stream('dora')
    await served.ask('voice')
    await told(served, first, 1)
    first.close()
    await served.ask('voice')
    await served.ask('voice')
    const last = first.events.at(-1)?.id ?? ''
    const second = await served.stream('dora', { 'last-event-id': last })
    // Without waiting for the next look at the ledger.
    await vi.waitFor(() =>
      expect(said(second)).toEqual(['ticket.asked A-102', 'ticket.asked A-103']),
    )
    await served.ask('voice')
    await told(served, second, 3)
    expect(said(second).at(-1)).toBe('ticket.asked A-104')
  })

  it('goes on from before its first event, too', async () => {
    const served = await serveBankAdmin()
    await served.ask('voice')
    const first = await served.stream('dora')
    await vi.waitFor(() => expect(first.text()).toContain('id: '))
    first.close()
    await served.ask('voice')
    const place = /^id: (\d+)$/m.exec(first.text())?.[1] ?? ''
    const second = await served.stream('dora', { 'last-event-id': place })
    expect(await told(served, second, 1)).toEqual(['ticket.asked A-102'])
  })

  it('catches up with thousands, in order', async () => {
    let journal: Journal | undefined
    const served = await serveBankAdmin({ aroundJournal: (opened) => (journal = opened) })
    await served.ask('voice')
    await journal?.append(Array.from({ length: 3_000 }, () => told101('bank_buy')))
    const stream = await served.stream('dora', { 'last-event-id': '0' })
    await told(served, stream, 3_001)
    const ids = stream.events.map(({ id }) => Number(id))
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect(new Set(ids).size).toBe(3_001)
  })

  it('does not wait for a place that is still to come', async () => {
    const served = await serveBankAdmin()
    const stream = await served.stream('dora', { 'last-event-id': '999999' })
    await served.ask('voice')
    expect(await told(served, stream, 1)).toEqual(['ticket.asked A-101'])
  })

  it('begins at a place that is one', async () => {
    const served = await serveBankAdmin()
    for (const id of ['x', '-1', '1e3', '1.5', '9'.repeat(16)]) {
      const stream = await served.stream('dora', { 'last-event-id': id })
      expect(stream.status, id).toBe(400)
    }
  })

  it('tells what another process has decided', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const stream = await served.stream('dora')
    const { dir, clock, bank } = served
    const other = await serveBankAdmin({ dir, clock, bank })
    await decide(other, number, 'approve')
    await other.ask('desk')
    expect(await told(served, stream, 2)).toEqual(['ticket.approved A-101', 'ticket.asked A-102'])
  })

  it('CVE-2026-32173: tells an operator only of what they may see, also of what is their own', async () => {
    const served = await serveBankAdmin()
    const streams = {
      eve: await served.stream('eve'),
      fred: await served.stream('fred'),
      mild: await served.stream('mild'),
      ada: await served.stream('ada'),
    }
    await served.ask('voice', 'bank_order')
    await served.ask('desk', 'bank_send', { to: 'anna', amount: 5 })
    await served.ask('voice', 'bank_buy')
    await served.ask('desk', 'bank_buy')
    await told(served, streams.ada, 4)
    const numbers = (stream: Stream) => said(stream).map((text) => text.split(' ')[1])
    await vi.waitFor(() => {
      expect(numbers(streams.eve)).toEqual(['A-103', 'A-104'])
      expect(numbers(streams.fred)).toEqual(['A-102', 'A-104'])
      expect(numbers(streams.mild)).toEqual(['A-101', 'A-103', 'A-104'])
      expect(numbers(streams.ada)).toEqual(['A-101', 'A-102', 'A-103', 'A-104'])
    })
  })

  it('tells nothing of a ticket that is forgotten, since nobody knows whose it was', async () => {
    const served = await serveBankAdmin()
    await served.ask('voice')
    served.clock.turn(16 * 60_000)
    await served.rows()
    for (let hour = 0; hour < 26; hour += 1) {
      served.clock.turn(3_600_000)
      await served.rows()
    }
    expect((await served.get('dora', '/v1/tickets/A-101')).status).toBe(404)
    await served.ask('voice')
    const stream = await served.stream('dora', { 'last-event-id': '0' })
    expect(await told(served, stream, 1)).toEqual(['ticket.asked A-102'])
  })
})

describe('a stream that nobody speaks on', () => {
  const beats = (stream: Stream) => stream.text().split(': still here\n\n').length - 1

  it('shows every 15 seconds that it is alive', async () => {
    const served = await serveBankAdmin()
    const stream = await served.stream('dora')
    served.clock.turn(14_999)
    served.clock.turn(1)
    await vi.waitFor(() => expect(beats(stream)).toBe(1))
    served.clock.turn(30_000)
    await vi.waitFor(() => expect(beats(stream)).toBe(3))
    expect(stream.events).toEqual([])
  })

  it('ends at the next sign of life when its token is revoked', async () => {
    const served = await serveBankAdmin()
    const [stream, other] = [await served.stream('dora'), await served.stream('nora')]
    served.revoke('dora')
    served.clock.turn(15_000)
    await vi.waitFor(() => expect(stream.hasEnded()).toBe(true))
    await vi.waitFor(() => expect(beats(other)).toBe(1))
    expect(beats(stream)).toBe(0)
    expect(other.hasEnded()).toBe(false)
    expect((await served.stream('dora')).status).toBe(401)
  })

  it('tells a revoked token not even the next event', async () => {
    const served = await serveBankAdmin()
    const [stream, other] = [await served.stream('dora'), await served.stream('nora')]
    served.revoke('dora')
    await served.ask('voice')
    await told(served, other, 1)
    await vi.waitFor(() => expect(stream.hasEnded()).toBe(true))
    expect(stream.events).toEqual([])
  })
})

describe('streams', () => {
  it('are 10 for one operator and 100 in all, and free again when they end', async () => {
    const served = await serveBankAdmin()
    const open: Stream[] = []
    for (const name of OPERATORS.slice(0, 10)) {
      for (let at = 0; at < 10; at += 1) open.push(await served.stream(name))
      expect((await served.stream(name)).status, name).toBe(429)
    }
    expect(open.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200))
    const last = OPERATORS[10]
    const refused = await served.stream(last)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('15')
    await vi.waitFor(() => expect(refused.text()).toContain('"too_many_streams"'))
    open[0]?.close()
    await vi.waitFor(async () => expect((await served.stream(last)).status).toBe(200))
  })

  it('are asked for with a token like everything else', async () => {
    const served = await serveBankAdmin()
    const stream = await openStream(served.admin.url, {
      authorization: `Bearer ${served.clientKey}`,
    })
    expect(stream.status).toBe(401)
  })

  it('that nobody reads are closed, and wait in the ledger and not in memory', async () => {
    let journal: Journal | undefined
    const served = await serveBankAdmin({ aroundJournal: (opened) => (journal = opened) })
    await served.ask('voice')
    const socket = connect(served.port, '127.0.0.1')
    const lines = [
      'GET /v1/events HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${served.tokens.dora}`,
    ]
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    const begun = new Promise<void>((resolve) => socket.once('data', () => resolve()))
    socket.write([...lines, '', ''].join('\r\n'))
    await begun
    socket.pause()
    // More than the system's own buffers between the two would hold.
    const long = 'x'.repeat(10_000)
    await journal?.append(Array.from({ length: 2_000 }, () => told101(long)))
    for (let at = 0; at < 9; at += 1) expect((await served.stream('dora')).status).toBe(200)
    expect((await served.stream('dora')).status).toBe(429)
    await vi.waitFor(
      async () => {
        served.clock.turn(1_000)
        expect((await served.stream('dora')).status).toBe(200)
      },
      { timeout: 20_000, interval: 5 },
    )
    socket.resume()
    await closed
    expect(socket.bytesRead).toBeLessThan(2_000 * long.length)
  })
})

/** A row about the first ticket. */
function told101(tool: string): Entry {
  const body = {
    id: 'i',
    number: 101,
    event: 'endorsed',
    client: 'voice',
    tool,
    binding: 'b',
    by: 'nora',
    from: null,
    shown: null,
    why: null,
  } as const
  return { kind: 'ticket', atMs: 0, run: null, call: null, body }
}
