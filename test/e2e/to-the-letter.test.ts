import * as fc from 'fast-check'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'

import { malformedBody } from '../chaos/malformed-body.ts'
import { initialize, MODERN, modern, sendModern, sendRaw } from '../support/post-raw.ts'
import { serveDesk } from '../support/serve-desk.ts'

const VERSION = 'io.modelcontextprotocol/protocolVersion'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'
const ACCEPTED = 'application/json, text/event-stream'
const ECHO = { name: 'desk_echo', arguments: { text: 'hello' } }

describe('S5: a body is one request or notification', () => {
  it('a batch is refused', async () => {
    const served = await serveDesk()
    const { message, headers } = modern('tools/list')
    for (const sent of [[message], [], [message, message]]) {
      const { status, body } = await sendRaw(served.urlFor('a'), sent, { headers })
      expect({ status, code: body.error?.code }).toEqual({ status: 400, code: -32600 })
    }
  })

  it('a response is refused in the 2026 era', async () => {
    const served = await serveDesk()
    const headers = { 'mcp-protocol-version': MODERN }
    const answer = { jsonrpc: '2.0', id: 7, result: {} }
    expect((await sendRaw(served.urlFor('a'), answer, { headers })).status).toBe(400)
  })
})

describe('S6: headers say what the body says', () => {
  it.each([
    ['mcp-method', 'tools/list'],
    ['mcp-name', 'desk_work'],
    ['mcp-name', 'DESK_ECHO'],
    ['mcp-name', ''],
    ['mcp-name', '=?base64?ZGVza193b3Jr?='],
    ['mcp-name', '=?BASE64?ZGVza193b3Jr?='],
    ['mcp-name', '=?base64?/w==?='],
    ['mcp-name', '=?base64?!!?='],
    ['mcp-name', 'desk_echo, desk_work'],
    ['mcp-protocol-version', '2025-11-25'],
  ])('%s "%s" for another body is refused before anything runs', async (name, value) => {
    const served = await serveDesk()
    const { message, headers } = modern('tools/call', ECHO)
    const mixed = { headers: { ...headers, [name]: value } }
    const { status, body } = await sendRaw(served.urlFor('a'), message, mixed)
    expect({ status, code: body.error?.code }).toEqual({ status: 400, code: -32020 })
    expect(served.recorded).toEqual([])
  })

  it.each(['mcp-method', 'mcp-name'])('%s has to be there', async (missing) => {
    const served = await serveDesk()
    const { message, headers } = modern('tools/call', ECHO)
    const left = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== missing))
    const { status, body } = await sendRaw(served.urlFor('a'), message, { headers: left })
    expect({ status, code: body.error?.code }).toEqual({ status: 400, code: -32020 })
  })

  it('the same name in base64 is the same name', async () => {
    const served = await serveDesk()
    const { message, headers } = modern('tools/call', ECHO)
    const name = `=?base64?${Buffer.from('desk_echo').toString('base64')}?=`
    const coded = { headers: { ...headers, 'mcp-name': name } }
    expect((await sendRaw(served.urlFor('a'), message, coded)).status).toBe(200)
  })
})

it('S6: an argument in a header counts for nothing', async () => {
  const served = await serveDesk()
  const { message, headers } = modern('tools/call', ECHO)
  const beside = { headers: { ...headers, 'mcp-param-text': 'other', 'mcp-arguments': '{}' } }
  const { text } = await sendRaw(served.urlFor('a'), message, beside)
  expect(text).toContain('"text":"hello"')
  expect(text).not.toContain('other')
})

describe('S7: what a request has to say of itself', () => {
  it.each([
    ['nothing', undefined],
    ['no version', { [CAPABILITIES]: {} }],
    ['no capabilities', { [VERSION]: MODERN }],
    ['a version that is none', { [VERSION]: 7, [CAPABILITIES]: {} }],
    ['capabilities that are none', { [VERSION]: MODERN, [CAPABILITIES]: 'all' }],
  ])('%s: 400 and -32602', async (_name, meta) => {
    const served = await serveDesk()
    const { headers } = modern('tools/list')
    const params = meta === undefined ? {} : { _meta: meta }
    const message = { jsonrpc: '2.0', id: 7, method: 'tools/list', params }
    const { status, body } = await sendRaw(served.urlFor('a'), message, { headers })
    expect({ status, code: body.error?.code, id: body.id }).toEqual({
      status: 400,
      code: -32602,
      id: 7,
    })
  })
})

describe('S8: what is not spoken here', () => {
  it('a version: 400 and -32022, with those that are', async () => {
    const served = await serveDesk()
    const odd = { [VERSION]: '2099-01-01', [CAPABILITIES]: {} }
    const { message, headers } = modern('tools/list', {}, odd)
    const said = { headers: { ...headers, 'mcp-protocol-version': '2099-01-01' } }
    const { status, body } = await sendRaw(served.urlFor('a'), message, said)
    expect({ status, ...body.error }).toMatchObject({
      status: 400,
      code: -32022,
      data: { supported: [MODERN], requested: '2099-01-01' },
    })
  })

  it.each([
    'tools/guess',
    'ping',
    'logging/setLevel',
    'resources/list',
    'resources/read',
    'prompts/get',
    'completion/complete',
    'tasks/get',
    'tasks/cancel',
    'tasks/list',
    'initialize',
  ])('the method %s: 404 and -32601', async (method) => {
    const served = await serveDesk()
    const { status, body } = await sendModern(served.urlFor('a'), method)
    expect({ status, code: body.error?.code }).toEqual({ status: 404, code: -32601 })
  })

  it('nor the codes of older revisions, nor the one for a lack of capabilities, whatever is sent', async () => {
    const served = await serveDesk()
    const said: string[] = []
    const send = async (message: unknown, headers: Readonly<Record<string, string>>) => {
      const response = await fetch(served.urlFor('a'), {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: ACCEPTED, ...headers },
        body: message instanceof Buffer ? message.toString('latin1') : JSON.stringify(message),
        signal: AbortSignal.timeout(2_000),
      })
      said.push(await response.text().catch(() => ''))
    }
    // A tool that asks, for a client that says it cannot be asked.
    const mute = { [VERSION]: MODERN, [CAPABILITIES]: {} }
    const ask = modern('tools/call', { name: 'desk_which', arguments: { name: 'Ada' } }, mute)
    await send(ask.message, ask.headers)
    expect(said[0]).toContain('Ask the caller')
    const read = modern('resources/read', { uri: 'note://1' })
    await send(read.message, read.headers)
    await fc.assert(
      fc.asyncProperty(malformedBody, async ({ seed, body }) => {
        // A stream that is opened has no end, and no code in it.
        fc.pre(!JSON.stringify(seed.message).includes('subscriptions'))
        const headers = seed.headers.filter(([name]) => /^mcp-/i.test(name))
        await send(body, Object.fromEntries(headers))
      }),
      { numRuns: 200 },
    )
    const codes = said.flatMap((text) =>
      [...text.matchAll(/"code":(-\d+)/g)].map(([, code]) => code),
    )
    expect(codes.length).toBeGreaterThan(50)
    for (const code of ['-32002', '-32042', '-32021']) expect(codes).not.toContain(code)
  })
})

it('S9: server/discover says what is spoken, and no more than that', async () => {
  const served = await serveDesk()
  const { body } = await sendModern(served.urlFor('a'), 'server/discover')
  expect(body.result).toMatchObject({
    supportedVersions: expect.arrayContaining([MODERN]),
    capabilities: { tools: { listChanged: true } },
  })
  expect(Object.keys(Object(body.result?.['capabilities']))).toEqual(['tools'])
})

it.each(['GET', 'DELETE', 'PUT', 'PATCH'])(
  'S10: %s is 405 where there is no session',
  async (method) => {
    const served = await serveDesk()
    const { status } = await sendRaw(served.urlFor('a'), undefined, { method })
    expect(status).toBe(405)
  },
)

describe('S12 and S13: a list', () => {
  it('is the same to the byte for one credential: on any connection, after any call, after a restart', async () => {
    const served = await serveDesk()
    const list = async (one = served) => (await sendModern(one.urlFor('a'), 'tools/list')).text
    const first = await list()
    await sendModern(served.urlFor('a'), 'tools/call', ECHO)
    await sendModern(served.urlFor('a'), 'tools/call', { name: 'desk_none', arguments: {} })
    await sendRaw(served.urlFor('b'), initialize())
    expect(await list()).toBe(first)
    expect(await list(await serveDesk())).toBe(first)
  })

  it('is narrowed by the address alone, and the narrowing stays with the request', async () => {
    const served = await serveDesk()
    const narrow = `${served.urlFor('a')}&tools=desk_echo`
    const names = async (url: string) =>
      [...(await sendModern(url, 'tools/list')).text.matchAll(/"name":"(desk_\w+)"/g)].map(
        ([, name]) => name,
      )
    expect(await names(narrow)).toEqual(['desk_echo'])
    expect(await names(served.urlFor('a'))).toHaveLength(7)
    expect(await names(narrow)).toEqual(['desk_echo'])
  })

  it('S14: may be kept by its client, and by nobody between', async () => {
    const served = await serveDesk()
    const { body } = await sendModern(served.urlFor('a'), 'tools/list')
    expect(body.result).toMatchObject({ cacheScope: 'private', ttlMs: 60_000 })
  })

  it('S14: that somebody else may have in a cache opens nothing', async () => {
    const served = await serveDesk()
    expect((await sendModern(served.urlFor('a'), 'tools/list')).text).toContain('desk_work')
    const call = { name: 'desk_work', arguments: {} }
    const { body } = await sendModern(served.urlFor('reader'), 'tools/call', call)
    expect(body.result).toMatchObject({ isError: true })
    expect(served.desk.began).toEqual([])
  })

  it('S19: does not depend on what a client calls itself, and neither does what it may do', async () => {
    const served = await serveDesk()
    const meta = { [VERSION]: MODERN, [CAPABILITIES]: {} }
    const asked = [
      ['tools/list', {}],
      ['tools/call', ECHO],
      ['tools/call', { name: 'desk_work', arguments: {} }],
    ] as const
    for (const [method, params] of asked) {
      const texts = ['a', 'claude-desktop', 'toolcrib'].map(async (name) => {
        const info = { 'io.modelcontextprotocol/clientInfo': { name, version: '1' } }
        const { message, headers } = modern(method, params, { ...meta, ...info })
        return withoutId((await sendRaw(served.urlFor('reader'), message, { headers })).text)
      })
      expect(new Set(await Promise.all(texts)).size, method).toBe(1)
    }
    expect(served.desk.began).toEqual([])
  })
})

/** Every call has an id of its own in its answer. */
function withoutId(answer: string): string {
  return answer.replaceAll(/"dev\.toolcrib\/call":"[^"]*"/g, '')
}

describe('S1 and S2: on a bare socket', () => {
  async function statusOf(port: number, head: string): Promise<number> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    const socket = connect(port, '127.0.0.1')
    socket.end(
      `${head}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    )
    return Number(/^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1])
  }
  const PATH = '/mcp?client=a'

  it.each([
    ['no Host, as HTTP/1.0 allows', `POST ${PATH} HTTP/1.0`],
    ['two Hosts', `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nHost: evil.example`],
    [
      'two Hosts, the wrong one first',
      `POST ${PATH} HTTP/1.1\r\nHost: evil.example\r\nHost: localhost`,
    ],
    [
      'a target with a host of its own',
      `POST http://localhost${PATH} HTTP/1.1\r\nHost: evil.example`,
    ],
    ['a wrong Origin', `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example`],
    [
      'two Origins',
      `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://a\r\nOrigin: http://b`,
    ],
  ])('%s: refused', async (_name, head) => {
    const { port } = await serveDesk()
    expect([400, 403]).toContain(await statusOf(port, head))
  })

  it('a target that names a host does not stand in for the Host header', async () => {
    const { port } = await serveDesk()
    const head = `POST http://evil.example${PATH} HTTP/1.1\r\nHost: localhost`
    expect(await statusOf(port, head)).toBe(404)
  })
})
