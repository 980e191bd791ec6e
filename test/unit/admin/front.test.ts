import { connect } from 'node:net'
import { createHmac } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'

import { DOCUMENT, serveBankAdmin, type ServedAdmin } from '../../support/serve-admin.ts'

/** Sends exactly these bytes and answers the status of the first response, and the whole of it. */
function raw(
  { port }: ServedAdmin,
  lines: readonly string[],
  body: string | Uint8Array = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve({ status: Number(text.split(' ')[1]), text }))
    socket.write([...lines, 'Connection: close', '', ''].join('\r\n'))
    socket.write(body)
  })
}

const PATHS: readonly string[] = Object.keys(DOCUMENT['paths'] ?? {})

/** Everything that is wrong with this request at once; each guard in its turn is put right. */
const WRONG = {
  host: 'Host: evil.example',
  path: '/nothing',
  method: 'PUT',
  type: 'Content-Type: text/plain',
  body: 'no JSON',
  token: 'Authorization: Bearer tco_wrong',
}

function asked(served: ServedAdmin, right: Partial<typeof WRONG>) {
  const { host, path, method, type, body, token } = { ...WRONG, ...right }
  const size = `Content-Length: ${Buffer.byteLength(body)}`
  return raw(served, [`${method} ${path} HTTP/1.1`, host, type, token, size], body)
}

describe('the guards', () => {
  it('stand in their order, and each leaves a trace', async () => {
    const served = await serveBankAdmin()
    const right: Partial<typeof WRONG> = {}
    const answers: number[] = []
    for (const step of [
      {},
      { host: 'Host: localhost' },
      { path: '/v1/tickets/A-101/decision' },
      { method: 'POST' },
      { type: 'Content-Type: application/json' },
      { body: '{}' },
      { token: `Authorization: Bearer ${served.tokens.dora}` },
    ]) {
      Object.assign(right, step)
      answers.push((await asked(served, right)).status)
    }
    expect(answers).toEqual([403, 404, 405, 415, 400, 401, 400])
    expect(served.refused).toEqual([
      'not_allowed',
      'nothing_here',
      'wrong_method',
      'wrong_type',
      'bad_body',
      'no_operator',
    ])
  })

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.2', ''])(
    'S2: refuse the host "%s", as a rebound DNS name would send it',
    async (host) => {
      const served = await serveBankAdmin()
      const token = `Authorization: Bearer ${served.tokens.dora}`
      const lines = ['GET /v1/operator HTTP/1.1', `Host: ${host}`, token]
      expect([400, 403]).toContain((await raw(served, lines)).status)
      expect((await raw(served, [...lines, 'Host: localhost'])).status).toBe(403)
    },
  )

  it.each(['http://evil.example', 'null', 'http://localhost.evil.example'])(
    'S1: refuse the origin "%s" although the host is right',
    async (origin) => {
      const served = await serveBankAdmin()
      const token = `Authorization: Bearer ${served.tokens.dora}`
      const lines = ['GET /v1/operator HTTP/1.1', 'Host: localhost', token, `Origin: ${origin}`]
      expect((await raw(served, lines)).status).toBe(403)
    },
  )

  it('let a page of an allowed origin ask first, and read the answers', async () => {
    const origin = 'https://desk.example.com'
    const served = await serveBankAdmin({ allowedOrigins: [origin] })
    const question = (method: string) =>
      raw(served, [
        'OPTIONS /v1/tickets/A-101/decision HTTP/1.1',
        'Host: localhost',
        `Origin: ${origin}`,
        `Access-Control-Request-Method: ${method}`,
      ])
    for (const method of ['GET', 'POST']) {
      const { status, text } = await question(method)
      expect(status).toBe(204)
      expect(text).toContain(`access-control-allow-origin: ${origin}`)
      expect(text).toContain(
        'access-control-allow-headers: authorization, content-type, last-event-id',
      )
      expect(text).not.toContain('allow-credentials')
    }
    expect((await question('DELETE')).status).toBe(405)
    const answer = await raw(served, [
      'GET /openapi.json HTTP/1.1',
      'Host: localhost',
      `Origin: ${origin}`,
    ])
    expect(answer.text).toContain(`access-control-allow-origin: ${origin}`)
  })

  it('name the methods that there are', async () => {
    const served = await serveBankAdmin()
    const allow = async (method: string, path: string) => {
      const { status, text } = await raw(served, [`${method} ${path} HTTP/1.1`, 'Host: localhost'])
      return `${status} ${/^allow: (.*)$/im.exec(text)?.[1]?.trim()}`
    }
    expect(await allow('GET', '/v1/tickets/A-101/decision')).toBe('405 POST')
    expect(await allow('POST', '/v1/tickets')).toBe('405 GET')
    expect(await allow('DELETE', '/v1/events')).toBe('405 GET')
    expect(await allow('HEAD', '/openapi.json')).toBe('405 GET')
  })

  it('read no more than 16 kB, and only JSON in UTF-8', async () => {
    const served = await serveBankAdmin()
    const send = async (body: string | Uint8Array, size: string) => {
      const start = [
        'POST /v1/tickets/A-101/decision HTTP/1.1',
        'Host: localhost',
        `Authorization: Bearer ${served.tokens.dora}`,
        'Content-Type: application/json; charset=utf-8',
      ]
      return (await raw(served, [...start, size], body)).status
    }
    const whole = (body: string | Uint8Array) =>
      send(body, `Content-Length: ${Buffer.byteLength(body)}`)
    expect(await whole(`{"a":"${'x'.repeat(16_384)}"}`)).toBe(413)
    const chunk = `1000\r\n${' '.repeat(4_096)}\r\n`
    expect(await send(chunk.repeat(5), 'Transfer-Encoding: chunked')).toBe(413)
    expect(await whole(Buffer.from([0x22, 0xff, 0x22]))).toBe(400)
    expect(await whole('[]')).toBe(400)
    expect(await whole('{"verdict":')).toBe(400)
    expect(await whole('')).toBe(400)
    expect(await whole(`{"a":${'['.repeat(65)}${']'.repeat(65)}}`)).toBe(400)
  })

  it('know an operator by a token of theirs and by nothing else', async () => {
    const served = await serveBankAdmin()
    const { dora } = served.tokens
    const status = async (headers: Record<string, string>, query = '') =>
      (await fetch(`${served.admin.url}/v1/operator${query}`, { headers })).status
    expect(await status({ authorization: `Bearer ${dora}` })).toBe(200)
    expect(await status({})).toBe(401)
    expect(await status({ authorization: `Bearer ${served.clientKey}` })).toBe(401)
    expect(await status({ authorization: `Bearer ${dora}x` })).toBe(401)
    expect(await status({ authorization: `Basic ${dora}` })).toBe(401)
    expect(await status({ cookie: `token=${dora}` })).toBe(401)
    expect(await status({}, `?access_token=${dora}`)).toBe(401)
    served.revoke('dora')
    expect(await status({ authorization: `Bearer ${dora}` })).toBe(401)
  })

  it('S4: ask a stranger for a token on every route but the document', async () => {
    const served = await serveBankAdmin()
    for (const path of PATHS) {
      const isDecision = path.endsWith('/decision')
      const response = await fetch(served.admin.url + path.replace('{number}', 'A-101'), {
        headers: {
          authorization: `Bearer ${served.clientKey}`,
          'content-type': 'application/json',
        },
        ...(isDecision && { method: 'POST', body: '{}' }),
      })
      const isOpen = path === '/openapi.json'
      expect(response.status, path).toBe(isOpen ? 200 : 401)
      expect(response.headers.get('www-authenticate'), path).toBe(isOpen ? null : 'Bearer')
    }
  })

  it('stand before a desk that fails, whose own words reach nobody', async () => {
    const served = await serveBankAdmin({
      aroundDesk: (desk) => ({
        ...desk,
        list: () => {
          throw new Error('secret detail')
        },
      }),
    })
    const answer = await served.get('dora', '/v1/tickets')
    expect(answer.status).toBe(500)
    expect(answer.body).toEqual({ error: { code: 'internal', message: 'Internal error.' } })
    expect(served.troubles).toEqual(['secret detail'])
  })
})

describe('every answer', () => {
  it('is kept by no cache, and taken for a page by no browser', async () => {
    const served = await serveBankAdmin()
    await served.ask('voice')
    for (const [path, token] of [
      ['/v1/operator', served.tokens.dora],
      ['/v1/tickets', served.tokens.dora],
      ['/v1/tickets/A-101', served.tokens.dora],
      ['/v1/tickets/A-999', served.tokens.dora],
      ['/v1/tickets?limit=0', served.tokens.dora],
      ['/openapi.json', ''],
      ['/nothing', ''],
      ['/v1/operator', 'tco_wrong'],
      ['/v1/tickets/A-101/decision', ''],
    ] as const) {
      const { headers } = await fetch(served.admin.url + path, {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(headers.get('content-type'), path).toBe('application/json')
      expect(headers.get('cache-control'), path).toBe('no-store')
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('content-security-policy'), path).toBe("default-src 'none'")
    }
  })
})

describe('T-APP-7: a signed webhook body', () => {
  it('decides nothing at any path of the API', async () => {
    const served = await serveBankAdmin()
    const number = await served.ask('voice')
    const seen = await served.seen('dora', number)
    const event = {
      type: 'ticket.asked',
      timestamp: '2026-03-10T17:00:00.000Z',
      data: { number, tool: 'bank_buy', client: 'voice' },
    }
    const ruling = { verdict: 'approve', seen }
    const bodies = [event, ruling, { ...event, ...ruling }, { ...event, data: ruling }]
    const paths = [
      ...PATHS.map((path) => path.replace('{number}', number)),
      `/v1/tickets/${number}/approve`,
      `/v1/tickets/${number}/decision/`,
      `/v1/tickets/${number}/decision?verdict=approve&seen=${seen}`,
      '/v1/decisions',
      '/v1/webhooks',
      '/webhook',
      '/',
    ]
    const sent = paths.flatMap((path) => bodies.map((body) => ({ path, body })))
    for (const { path, body } of sent) {
      const text = JSON.stringify(body)
      const signed = createHmac('sha256', 'shared').update(`msg_1.1773162000.${text}`)
      const response = await fetch(served.admin.url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'msg_1',
          'webhook-timestamp': '1773162000',
          'webhook-signature': `v1,${signed.digest('base64')}`,
        },
        body: text,
      })
      expect([401, 404, 405], path).toContain(response.status)
    }
    // Not even in the hand of an operator is an event a decision.
    for (const body of [event, { ...event, ...ruling }, { ...event, data: ruling }])
      expect((await served.decide('dora', number, body)).status).toBe(400)
    const { body } = await served.get('dora', `/v1/tickets/${number}`)
    expect(body).toMatchObject({ state: 'pending', approvals: 0, decisions: [] })
  })
})

describe('a stop', () => {
  it('ends the streams at once, and lets what is being decided be answered', async () => {
    const recorded = Promise.withResolvers<void>()
    const entered = vi.fn<() => void>()
    const served = await serveBankAdmin({
      aroundJournal: (journal) => ({
        ...journal,
        async decide(...given) {
          entered()
          await recorded.promise
          return journal.decide(...given)
        },
      }),
    })
    const number = await served.ask('voice')
    const seen = await served.seen('dora', number)
    const stream = await served.stream('dora')
    const deciding = served.decide('dora', number, { verdict: 'approve', seen })
    await vi.waitFor(() => expect(entered).toHaveBeenCalledOnce())
    const closing = served.admin.close()
    await vi.waitFor(() => expect(stream.hasEnded()).toBe(true))
    await expect(served.get('dora', '/v1/operator')).rejects.toThrow('fetch failed')
    // However long it takes.
    served.clock.turn(60_000)
    recorded.resolve()
    expect((await deciding).body).toMatchObject({ kind: 'approved' })
    await closing
  })

  it('turns away what comes in on a connection that is open already', async () => {
    const served = await serveBankAdmin()
    const socket = connect(served.port, '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.write(`GET /v1/operator HTTP/1.1\r\nHost: localhost\r\n`)
    // By then the beginning of the request has arrived, too.
    for (let at = 0; at < 3; at += 1) await served.get('dora', '/v1/operator')
    const closing = served.admin.close()
    socket.write(`Authorization: Bearer ${served.tokens.dora}\r\n\r\n`)
    await closed
    await closing
    expect(text).toMatch(/^HTTP\/1\.1 503 /)
    expect(text).toContain('"stopping"')
  })
})
