import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'

import { sessionTable } from '../../src/mcp/http/session-table.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import { initialize, modern, sendRaw } from '../support/post-raw.ts'
import { serveDesk, type ServedDesk } from '../support/serve-desk.ts'

const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/list' }

async function openSession(served: ServedDesk, client = 'a'): Promise<string> {
  const { session } = await sendRaw(served.urlFor(client), initialize())
  if (session === null) throw new Error('no session was opened')
  return session
}

function within(session: string, more: Readonly<Record<string, string>> = {}) {
  return { headers: { 'mcp-session-id': session, ...more } }
}

describe('a session is opened', () => {
  it.each([
    ['a', { elicitation: {} }, true],
    ['a', { sampling: {} }, true],
    ['a', { roots: {} }, true],
    ['a', {}, false],
    ['a', { experimental: { x: {} } }, false],
    ['held', {}, true],
    ['loose', { elicitation: {} }, false],
  ])('by %s that can %j: %s', async (client, capabilities, isOpened) => {
    const served = await serveDesk()
    const { status, session } = await sendRaw(served.urlFor(client), initialize(capabilities))
    expect({ status, isOpened: session !== null }).toEqual({ status: 200, isOpened })
  })

  it('for no more than a client may have; the next one is served without', async () => {
    const served = await serveDesk({ perClient: 2, total: 3 })
    const opened: boolean[] = []
    for (const client of ['a', 'a', 'a', 'b', 'b'])
      opened.push((await sendRaw(served.urlFor(client), initialize())).session !== null)
    expect(opened).toEqual([true, true, false, true, false])
    expect((await sendRaw(served.urlFor('b'), LIST)).status).toBe(200)
  })
})

describe('a session', () => {
  it('S20: is no credential: without a key, and with another’s, there is nothing to see', async () => {
    const served = await serveDesk()
    const session = await openSession(served)
    expect((await sendRaw(`${served.server.url}/mcp`, LIST, within(session))).status).toBe(401)
    for (const method of ['POST', 'GET', 'DELETE'])
      expect((await sendRaw(served.urlFor('b'), LIST, { ...within(session), method })).status).toBe(
        404,
      )
    expect((await sendRaw(served.urlFor('a'), LIST, within(session))).status).toBe(200)
  })

  it('S21: has an id of 256 random bits in visible signs, and no two are alike', () => {
    const clock = turnedClock('2026-03-10T17:00:00Z')
    const table = sessionTable(clock, { perClient: 1, total: 1, idleMs: 1 })
    const holder = { client: 'a', person: undefined, id: 'a' }
    const ids = Array.from({ length: 100_000 }, () => table.room(holder) ?? '')
    expect(new Set(ids).size).toBe(100_000)
    expect(ids.every((id) => /^[\w-]{43}$/.test(id))).toBe(true)
  })

  it('S22: 400 without an id only where one is needed, 404 once it is over or never was', async () => {
    const served = await serveDesk()
    expect((await sendRaw(served.urlFor('a'), LIST)).status).toBe(200)
    expect((await sendRaw(served.urlFor('held'), LIST)).status).toBe(400)
    expect((await sendRaw(served.urlFor('a'), LIST, within('never-was'))).status).toBe(404)
    const session = await openSession(served)
    const ended = await sendRaw(served.urlFor('a'), undefined, {
      ...within(session),
      method: 'DELETE',
    })
    expect(ended.status).toBe(200)
    const after = await sendRaw(served.urlFor('a'), LIST, within(session))
    expect({ status: after.status, id: after.body.id }).toEqual({ status: 404, id: 2 })
  })

  it('S22: refuses a version that it does not speak', async () => {
    const served = await serveDesk()
    const session = await openSession(served)
    const odd = within(session, { 'mcp-protocol-version': '1999-01-01' })
    expect((await sendRaw(served.urlFor('a'), LIST, odd)).status).toBe(400)
  })

  it('S23 and CVE-2026-33946: replays nothing, to nobody', async () => {
    const served = await serveDesk()
    const [mine, other] = [await openSession(served), await openSession(served, 'b')]
    await sendRaw(served.urlFor('b'), LIST, within(other))
    for (const method of ['GET', 'DELETE'] as const) {
      const { text } = await sendRaw(served.urlFor('b'), undefined, {
        ...within(mine, { 'last-event-id': '1' }),
        method,
      })
      expect(text).not.toContain('desk_')
    }
  })

  it('S10: has no effect in the 2026 era', async () => {
    const served = await serveDesk()
    const session = await openSession(served)
    const { message, headers } = modern('tools/list')
    const stolen = { headers: { ...headers, ...within(session).headers } }
    expect((await sendRaw(served.urlFor('b'), message, stolen)).status).toBe(200)
    const get = { method: 'GET', headers: { ...within(session).headers, ...headers } }
    expect((await sendRaw(served.urlFor('a'), undefined, get)).status).toBe(405)
  })

  it('is over when nothing happened in it for as long as it may be idle', async () => {
    const served = await serveDesk({ idleMs: 60_000 })
    const session = await openSession(served)
    served.clock.turn(59_000)
    expect((await sendRaw(served.urlFor('a'), LIST, within(session))).status).toBe(200)
    served.clock.turn(59_000)
    expect((await sendRaw(served.urlFor('a'), LIST, within(session))).status).toBe(200)
    served.clock.turn(60_000)
    expect((await sendRaw(served.urlFor('a'), LIST, within(session))).status).toBe(404)
  })

  it('costs those nothing who have none: a restart is not noticed', async () => {
    const served = await serveDesk()
    await sendRaw(served.urlFor('a'), initialize({}))
    const call = { name: 'desk_echo', arguments: { text: 'still here' } }
    const again = await serveDesk()
    const answer = await sendRaw(again.urlFor('a'), {
      jsonrpc: '2.0',
      id: 3,
      method: 'tools/call',
      params: call,
    })
    expect(answer.text).toContain('still here')
  })
})

it('S11: two clients’ sessions see each their own tools, also when their requests take turns', async () => {
  const served = await serveDesk()
  const [all, some] = [await openSession(served), await openSession(served, 'reader')]
  for (let round = 0; round < 5; round += 1) {
    expect((await sendRaw(served.urlFor('a'), LIST, within(all))).text).toContain('desk_work')
    expect((await sendRaw(served.urlFor('reader'), LIST, within(some))).text).not.toContain(
      'desk_work',
    )
  }
})

it('a session that holds its stream open hears of a changed list', async () => {
  const served = await serveDesk()
  const client = new Client({ name: 'x', version: '1' }, { capabilities: { roots: {} } })
  const heard = Promise.withResolvers<void>()
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => heard.resolve())
  const url = new URL(served.urlFor('a'))
  const streaming = Promise.withResolvers<void>()
  const transport = new StreamableHTTPClientTransport(url, {
    fetch: async (to, init) => {
      const response = await fetch(to, init)
      if (init?.method === 'GET') streaming.resolve()
      return response
    },
  })
  await client.connect(transport)
  await streaming.promise
  await served.server.listChanged()
  await expect(heard.promise).resolves.toBeUndefined()
  await client.close()
})

it('a 2025-era client in a session withdraws a call by saying so', async () => {
  const served = await serveDesk()
  const session = await openSession(served)
  const call = { name: 'desk_which', arguments: { name: 'Ada' } }
  const asked = fetch(served.urlFor('a'), {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...within(session).headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'tools/call', params: call }),
  })
  const stream = (await asked).body?.getReader()
  await stream?.read()
  await sendRaw(
    served.urlFor('a'),
    { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 9 } },
    within(session),
  )
  await expect.poll(() => served.recorded.at(-1)?.record.outcome).toBe('cancelled')
  await stream?.cancel()
})
