import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'

import { addKey } from '../../src/policy/api-keys.ts'
import { sqliteStores } from '../../src/store/sqlite/stores.ts'
import { SHOP_CONFIG } from '../support/start-app.ts'
import { serveShop, type ServedShop } from '../support/serve-shop.ts'

const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })

/** Sends exactly these bytes and answers the status of the first response, and the whole of it. */
function raw(
  port: number,
  lines: readonly string[],
  body = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), text }))
    socket.write([...lines, 'Connection: close', '', body].join('\r\n'))
  })
}

type Headers = Readonly<Record<string, string | readonly string[]>>

/** A well-formed post, with some of it changed. */
async function post(
  { port }: ServedShop,
  headers: Headers = {},
  { path = '/mcp?client=all', body = LIST, host = `127.0.0.1:${port}` } = {},
): Promise<{ status: number; text: string; headers: IncomingHttpHeaders }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = http.request({ port, path, method: 'POST', agent: false, setHost: false })
  for (const [name, value] of Object.entries({
    host,
    'content-type': 'application/json',
    ...headers,
  }))
    request.setHeader(name, value)
  request.on('response', resolve).on('error', reject).end(body)
  const response = await promise
  const text = (await response.toArray()).join('')
  return { status: response.statusCode ?? 0, text, headers: response.headers }
}

describe('Host and Origin, each alone', () => {
  it('let through what was meant for this server', async () => {
    const served = await serveShop()
    for (const host of [`127.0.0.1:${served.port}`, 'localhost', 'LOCALHOST:1', '[::1]:80'])
      expect((await post(served, {}, { host })).status, host).toBe(200)
  })

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:8080',
    '127.0.0.2',
    '',
    'a b',
    '0.0.0.0',
  ])(
    'S2: refuse the host "%s" although there is no origin, as a rebound DNS name would send it',
    async (host) => {
      const served = await serveShop()
      expect([400, 403]).toContain((await post(served, {}, { host })).status)
    },
  )

  it.each([
    'http://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://127.0.0.1:1',
    'HTTP://LOCALHOST',
    '',
  ])('S1: refuse the origin "%s" although the host is right', async (origin) => {
    const served = await serveShop()
    expect((await post(served, { origin })).status).toBe(403)
  })

  it('S1: refuse an origin before the body has come', async () => {
    const served = await serveShop()
    const lines = [
      'POST /mcp?client=all HTTP/1.1',
      'Host: localhost',
      'Origin: http://evil.example',
      'Content-Type: application/json',
      'Content-Length: 1000',
    ]
    expect((await raw(served.port, lines)).status).toBe(403)
  })

  it('S1 and S2: let through an origin that config allows, but not beside a wrong host or a second origin', async () => {
    const origin = 'https://app.example.com'
    const served = await serveShop({
      allowedOrigins: [origin],
      allowedHosts: ['tools.example.com'],
    })
    expect((await post(served, { origin })).status).toBe(200)
    expect((await post(served, { origin }, { host: 'tools.example.com' })).status).toBe(200)
    expect((await post(served, { origin }, { host: 'evil.example' })).status).toBe(403)
    expect((await post(served, { origin: [origin, 'http://evil.example'] })).status).toBe(403)
  })

  it('CVE-2026-32211: answer a browser’s question for an allowed origin and for no other, and show it the answers', async () => {
    const origin = 'https://app.example.com'
    const served = await serveShop({ allowedOrigins: [origin] })
    const ask = (from: string) =>
      raw(served.port, [
        'OPTIONS /mcp HTTP/1.1',
        'Host: localhost',
        `Origin: ${from}`,
        'Access-Control-Request-Method: POST',
      ])
    const allowed = await ask(origin)
    expect(allowed.status).toBe(204)
    expect(allowed.text).toContain(`access-control-allow-origin: ${origin}`)
    expect(allowed.text).not.toContain('allow-credentials')
    expect(allowed.text).not.toMatch(/allow-origin: \*/)
    expect((await ask('https://evil.example')).status).toBe(403)
    const answer = await post(served, { origin })
    expect(answer.headers['access-control-allow-origin']).toBe(origin)
    expect((await post(served)).headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('S2: refuse two hosts, no host, and an address that names another', async () => {
    const served = await serveShop()
    const type = 'Content-Type: application/json'
    const size = `Content-Length: ${LIST.length}`
    const host = 'Host: localhost'
    for (const lines of [
      ['POST /mcp?client=all HTTP/1.1', host, 'Host: evil.example', type, size],
      ['POST /mcp?client=all HTTP/1.1', type, size],
      ['POST /mcp?client=all HTTP/1.0', type, size],
      ['POST http://evil.example/mcp?client=all HTTP/1.1', host, type, size],
    ])
      expect([400, 403, 404], lines.join()).toContain((await raw(served.port, lines, LIST)).status)
  })
})

describe('what comes in', () => {
  it('is at an MCP address, posted, and JSON', async () => {
    const served = await serveShop()
    const get = (path: string, method = 'GET') =>
      raw(served.port, [`${method} ${path} HTTP/1.1`, 'Host: localhost'])
    expect((await get('/mcp')).status).toBe(405)
    expect((await get('/mcp')).text).toContain('allow: POST')
    expect((await get('/mcp', 'DELETE')).status).toBe(405)
    expect((await get('/mcp', 'OPTIONS')).status).toBe(405)
    expect((await get('/')).status).toBe(404)
    expect((await get('/mcp/front')).status).toBe(404)
    expect((await get('/../mcp')).status).toBe(404)
    expect((await post(served, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(
      200,
    )
  })

  it.each([
    'text/plain',
    'text/plain;charset=UTF-8, application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('CVE-2026-33252: is not %j, which a page of anywhere may send unasked', async (type) => {
    const served = await serveShop()
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'shop_order', arguments: { item: 'mug' } },
    })
    expect((await post(served, { 'content-type': type }, { body })).status).toBe(415)
    // What a browser says of itself is refused before that.
    const page = { 'content-type': type, origin: 'null', 'sec-fetch-mode': 'no-cors' }
    expect((await post(served, page, { body })).status).toBe(403)
    expect(served.shop.ran).toEqual([])
  })

  it('CVE-2026-33252: is not anything of which it is not said what it is', async () => {
    const served = await serveShop()
    const lines = [
      'POST /mcp?client=all HTTP/1.1',
      'Host: localhost',
      `Content-Length: ${LIST.length}`,
    ]
    expect((await raw(served.port, lines, LIST)).status).toBe(415)
  })

  it.each([
    '{"jsonrpc":"2.0","id":1,"Method":"tools/list","params":{}}',
    '{"jsonrpc":"2.0","id":1,"METHOD":"tools/list","method":"ping","params":{}}',
    '{"jsonrpc":"2.0","id":1,"method":"Tools/List","params":{}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list","params":{}}',
    '{"JSONRPC":"2.0","ID":1,"method":"tools/list","params":{}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","m\\u0065thod":"tools/list","params":{}}',
  ])('CVE-2026-27896: is read one way only: %s', async (body) => {
    const served = await serveShop()
    const { status, text } = await post(served, {}, { body })
    expect(status).toBeLessThan(500)
    expect(text).not.toContain('shop_')
  })

  it('CVE-2026-27896: has the arguments that its keys say, letter by letter', async () => {
    const served = await serveShop()
    const call = (params: string) =>
      post(
        served,
        {},
        { body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}` },
      )
    for (const params of [
      '{"Name":"shop_order","arguments":{"item":"mug"}}',
      '{"name":"SHOP_ORDER","arguments":{"item":"mug"}}',
      '{"name":"shop_order","Arguments":{"item":"mug"}}',
      '{"name":"shop_order","arguments":{"Item":"mug"}}',
      '{"name":"shop_order","arguments":{"item":"mug","ITEM":"plate"}}',
      '{"name":"shop_check","name":"shop_order","arguments":{"item":"mug"}}',
    ])
      expect((await call(params)).status, params).toBeLessThan(500)
    expect(served.shop.ran).toEqual([])
  })

  it('CVE-2026-39313: is one well-formed message of bounded size', async () => {
    const served = await serveShop({ maxBodyBytes: 1_000 })
    const send = async (body: string) => (await post(served, {}, { body })).status
    expect(await send('{"jsonrpc":')).toBe(400)
    expect(await send(`[${LIST}]`)).toBe(400)
    expect(await send('"text"')).toBe(400)
    expect(await send(' '.repeat(1_001))).toBe(413)
    const chunk = `400\r\n${' '.repeat(1_024)}\r\n`
    const streamed = await raw(
      served.port,
      [
        'POST /mcp?client=all HTTP/1.1',
        'Host: localhost',
        'Content-Type: application/json',
        'Transfer-Encoding: chunked',
      ],
      chunk.repeat(3),
    )
    expect(streamed.status).toBe(413)
  })

  it('is UTF-8, and not nearly UTF-8', async () => {
    const served = await serveShop()
    const say = (text: Buffer) => {
      const [before = '', after = ''] = JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'shop_say', arguments: { text: 'HERE' } },
      }).split('HERE')
      return fetch(`${served.url}/mcp?client=all`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.concat([Buffer.from(before), text, Buffer.from(after)]),
      })
    }
    expect((await say(Buffer.from('Grüße'))).status).toBe(200)
    expect((await say(Buffer.from([0xff]))).status).toBe(400)
  })
})

describe('who comes in', () => {
  const KEYED = SHOP_CONFIG.replace('demo: true, ', '')

  it('S4: is nobody without a key, on every method', async () => {
    const served = await serveShop({ demo: false, yaml: KEYED })
    for (const method of ['initialize', 'tools/list', 'tools/call', 'server/discover', 'ping']) {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: {} })
      const answer = await post(served, {}, { path: '/mcp', body })
      expect(answer.status, method).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  it('cannot choose a client by name where there is no demo', async () => {
    expect((await post(await serveShop({ demo: false, yaml: KEYED }))).status).toBe(401)
    // Two guards, each enough: the edge takes no name, and the house would not know what to do with one.
    expect((await post(await serveShop({ demo: false }))).status).toBe(401)
    expect((await post(await serveShop({ yaml: KEYED }))).status).toBe(401)
  })

  it('comes in with a key, and out again when it is revoked', async () => {
    const served = await serveShop({ demo: false, yaml: KEYED })
    const { keys, close } = sqliteStores(`${served.dir}/data/toolcrib.db`, served.clock)
    const key = addKey(keys, 'tck', 'reader', 0)
    const withKey = (authorization: string) => post(served, { authorization }, { path: '/mcp' })
    expect((await withKey(`Bearer ${key}`)).status).toBe(200)
    expect((await withKey(`Bearer ${key}x`)).status).toBe(401)
    expect((await withKey(`Basic ${key}`)).status).toBe(401)
    expect((await post(served, {}, { path: `/mcp?access_token=${key}` })).status).toBe(401)
    keys.revoke(key.slice(4, 12), 1)
    close()
    expect((await withKey(`Bearer ${key}`)).status).toBe(401)
  })

  it('leaves a trace when it is turned away', async () => {
    const served = await serveShop({ demo: false, yaml: KEYED })
    await post(served, { authorization: 'Bearer guess' }, { path: '/mcp' })
    await post(served, {}, { host: 'evil.example' })
    expect(served.refused).toEqual([401, 403])
  })

  it('is not let in by a wrong key although the demo would choose a client', async () => {
    const served = await serveShop()
    expect((await post(served, { authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await post(served, {}, { path: '/mcp?client=nobody' })).status).toBe(401)
    expect((await post(served, {}, { path: '/mcp' })).text).toContain('?client=NAME')
  })
})

describe('an empty list', () => {
  const none = (client: string) => SHOP_CONFIG.replace(/ {2}reader: .*/, `  reader: ${client}`)

  it.each([
    '{ profile: chat, tools: { include: [] } }',
    '{ profile: chat }',
    "{ profile: chat, tools: { include: ['shop_*'] }, scopes: [] }",
    "{ profile: chat, tools: { include: ['shop_*'] } }",
  ])('CVE-2026-33032: allows nothing, and is no start: %s', async (client) => {
    await expect(serveShop({ yaml: none(client) })).rejects.toThrow('clients.reader')
  })

  it('S35: is not what a star is: that is a scope which no tool has', async () => {
    const yaml = none("{ profile: chat, tools: { include: ['shop_*'] }, scopes: ['*'] }")
    await expect(serveShop({ yaml })).rejects.toThrow('clients.reader')
  })

  it('CVE-2026-33032: of hosts and origins allows no more than this machine, and no page', async () => {
    const served = await serveShop({ allowedHosts: [], allowedOrigins: [] })
    expect((await post(served, {}, { host: 'tools.example.com' })).status).toBe(403)
    expect((await post(served, { origin: 'https://app.example.com' })).status).toBe(403)
  })
})

describe('an address that narrows', () => {
  it('is told at once when it names nothing, while a call is still answered in words', async () => {
    const served = await serveShop()
    for (const path of [
      '/nonsense/mcp?client=all',
      '/mcp?client=all&tools=nothing',
      '/mcp?client=all&tools=',
    ])
      expect((await post(served, {}, { path })).status, path).toBe(404)
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'shop_check', arguments: {} },
    })
    const answer = await post(served, {}, { path: '/nonsense/mcp?client=all', body })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('There is no tool called shop_check.')
  })
})

describe('health', () => {
  it('is told without a key and without details', async () => {
    const served = await serveShop()
    const answer = await fetch(`${served.url}/healthz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok' })
  })

  it('is told to a balancer when a module fails', async () => {
    const served = await serveShop({ isHealthy: async () => false })
    const answer = await fetch(`${served.url}/healthz`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ status: 'failing' })
  })
})

describe('a list', () => {
  it('S14: is private to caches in the 2026-07-28 era, because it depends on the credential', async () => {
    const served = await serveShop()
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta } })
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' }
    const { text } = await post(served, headers, { body })
    expect(JSON.parse(text)).toMatchObject({ result: { cacheScope: 'private', ttlMs: 60_000 } })
  })
})

describe('a stop', () => {
  it('lets a running call be answered first', async () => {
    const served = await serveShop()
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'shop_wait', arguments: {} },
    })
    const answered = post(served, {}, { body }).then(({ text }) => text)
    await vi.waitFor(() => expect(served.shop.ran).toEqual(['wait']))
    let isClosed = false
    const closed = served.close().then(() => (isClosed = true))
    await setImmediate()
    expect(isClosed).toBe(false)
    served.shop.release()
    // Its socket is closed only when it is written, so that it comes although nobody is served any more.
    await closed
    expect(await answered).toContain('Waited.')
  })
})
