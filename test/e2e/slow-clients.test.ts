import { Agent } from 'node:http'
import { connect, type Socket } from 'node:net'
import { generate } from 'selfsigned'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { guardedServer, SOCKET_LIMITS, type SocketLimits } from '../../src/http/guarded-server.ts'
import { LIST, namesIn, postMcp } from '../support/post-mcp.ts'
import { serveShop, type ServedShop } from '../support/serve-shop.ts'

/** The shop with some limit so small that a test reaches it, and all others as they are. */
const served = (limits: Partial<SocketLimits>, more: Parameters<typeof serveShop>[0] = {}) =>
  serveShop({ ...more, socketLimits: { ...SOCKET_LIMITS, lookEveryMs: 20, ...limits } })

/** Closed in good time, as machines go: less than the limit that stands when the small one does not hold. */
const CLOSED = { timeout: 12_000, interval: 10 }

interface RawSocket {
  readonly socket: Socket
  /** What has come so far. */
  text(): string
  /** Resolves when the server has closed it, with all that came. */
  closed(): Promise<string>
}

function opened(port: number, first = ''): RawSocket {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let text = ''
  let isClosed = false
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  // A reset is a way of being closed.
  socket.on('error', () => {})
  socket.on('close', () => (isClosed = true))
  socket.write(first)
  return {
    socket,
    text: () => text,
    closed: () =>
      vi.waitFor(() => {
        if (!isClosed) throw new Error(`still open, after ${JSON.stringify(text)}`)
        return text
      }, CLOSED),
  }
}

/** Sends a byte again and again, as whoever wants to seem alive. */
function dripping(raw: RawSocket, byte: string): RawSocket {
  const drip = setInterval(() => void raw.socket.write(byte), 20)
  raw.socket.on('close', () => clearInterval(drip))
  return raw
}

const HEAD = ['POST /mcp?client=all HTTP/1.1', 'Host: localhost', 'Content-Type: application/json']

const requestOf = (...more: readonly string[]) => [...HEAD, ...more, '', ''].join('\r\n')

const TIMED_OUT = /^(HTTP\/1\.1 408 |$)/

const isServed = async ({ url }: ServedShop, agent?: Agent) =>
  namesIn(await postMcp(`${url}/mcp?client=all`, LIST, {}, agent)).includes('shop_check')

describe('Slowloris: a client that is slow', () => {
  it('to send its headers is closed, however alive it seems, while others are served', async () => {
    const shop = await served({ headersMs: 200 })
    const slow = [
      opened(shop.port),
      opened(shop.port, HEAD.join('\r\n')),
      dripping(opened(shop.port, `${HEAD.join('\r\n')}\r\nX-Slow: `), 'a'),
    ]
    expect(await isServed(shop)).toBe(true)
    for (const raw of slow) expect(await raw.closed()).toMatch(TIMED_OUT)
    expect(await isServed(shop)).toBe(true)
  })

  it('to send its body is closed, and nothing is done for it', async () => {
    const shop = await served({ headersMs: 200, requestMs: 200 })
    const head = requestOf('Content-Length: 9000')
    const chunked = requestOf('Transfer-Encoding: chunked')
    const slow = [
      opened(shop.port, head),
      dripping(opened(shop.port, head), ' '),
      dripping(opened(shop.port, `${chunked}2000\r\n`), ' '),
    ]
    expect(await isServed(shop)).toBe(true)
    for (const raw of slow) expect(await raw.closed()).toMatch(TIMED_OUT)
    expect(shop.shop.ran).toEqual([])
    expect(await isServed(shop)).toBe(true)
  })

  it('to agree on TLS is closed', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }])
    const certificate = { cert: Buffer.from(cert), key: Buffer.from(key) }
    const shop = await served({ handshakeMs: 200 }, { certificate })
    const slow = [opened(shop.port), opened(shop.port, '\u0016\u0003\u0001')]
    for (const raw of slow) expect(await raw.closed()).toBe('')
  })

  it('to ask again is closed when its connection has been idle for so long, and not before it was answered', async () => {
    const shop = await served({ keepAliveMs: 100 })
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })
    const idle = opened(shop.port, `${requestOf(`Content-Length: ${body.length}`)}${body}`)
    expect(await idle.closed()).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('a connection', () => {
  it('beyond the most that there may be is closed at once, while the others go on being served', async () => {
    const shop = await served({}, { maxConnections: 2 })
    const agents = [1, 2].map(() => new Agent({ keepAlive: true, maxSockets: 1 }))
    onTestFinished(() => {
      for (const agent of agents) agent.destroy()
    })
    for (const agent of agents) expect(await isServed(shop, agent)).toBe(true)
    const beyond = [1, 2, 3].map(() => opened(shop.port, requestOf('Content-Length: 0')))
    for (const raw of beyond) expect(await raw.closed()).toBe('')
    for (const agent of agents) expect(await isServed(shop, agent)).toBe(true)
    agents[0]?.destroy()
    await vi.waitFor(async () => expect(await isServed(shop)).toBe(true), CLOSED)
  })

  it('whose request has more headers than fit is answered 431 and closed', async () => {
    const shop = await served({ maxHeaderBytes: 2_000 })
    const withHeader = (bytes: number) =>
      opened(
        shop.port,
        requestOf(`X-Long: ${'a'.repeat(bytes)}`, 'Content-Length: 0', 'Connection: close'),
      )
    expect(await withHeader(3_000).closed()).toMatch(/^HTTP\/1\.1 431 /)
    expect(await withHeader(1_000).closed()).toMatch(/^HTTP\/1\.1 400 /)
  })
})

it('the limits hold for a server that says none itself, and nobody can change them', () => {
  // Node's own would close an idle connection after 5 s, and LiveKit's toolset with it.
  expect(guardedServer(() => {}, {})).toMatchObject({
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 75_000,
    maxHeadersCount: 100,
  })
  expect(SOCKET_LIMITS).toMatchObject({
    handshakeMs: 15_000,
    lookEveryMs: 2_000,
    maxHeaderBytes: 16_384,
  })
  expect(SOCKET_LIMITS).toSatisfy(Object.isFrozen)
})
