import { describe, expect, it } from 'vitest'

import { serveShop } from '../support/serve-shop.ts'

const PARAMS = { name: 'shop_check', arguments: { item: 'mug', count: 2 } }

/** A 2025-era call with a valid credential, with something odd about it. */
async function call(
  url: string,
  headers: Record<string, string>,
  params: unknown = PARAMS,
  more: Record<string, unknown> = {},
) {
  const response = await fetch(`${url}/mcp?client=voice`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params, ...more }),
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

describe('a 2025-era call with a valid credential is HTTP 200', () => {
  it.each([
    [
      'as LiveKit sends it',
      { accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25' },
    ],
    ['without an Accept header', {}],
    ['that accepts only JSON', { accept: 'application/json' }],
    ['without a protocol version', { accept: '*/*' }],
    ['with an older protocol version', { 'mcp-protocol-version': '2025-03-26' }],
    ['with a version nobody knows', { 'mcp-protocol-version': '1999-01-01' }],
    ['with the session of a server that is gone', { 'mcp-session-id': 'stale' }],
  ])('%s', async (_what, headers) => {
    const { url } = await serveShop()
    const answer = await call(url, headers)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.text).toContain('2 of mug are in stock.')
  })

  it.each([
    ['a tool that does not exist', { name: 'shop_nothing' }],
    ['no arguments', { name: 'shop_check' }],
    ['arguments that are a list', { name: 'shop_check', arguments: [1] }],
    ['arguments that are text', { name: 'shop_check', arguments: 'mug' }],
    ['a bug', { name: 'shop_leak', arguments: { how: 'throw' } }],
    ['a handle that cannot be kept', { ...PARAMS, _meta: { 'dev.toolcrib/conversation': 7 } }],
  ])('although it asks for %s', async (_what, params) => {
    const { url } = await serveShop()
    const answer = await call(url, {}, params)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('"isError":true')
  })

  it.each([{}, { name: 7 }, null, 'text'])(
    'even when it is not a well-formed call at all: %j',
    async (params) => {
      const { url } = await serveShop()
      const answer = await call(url, {}, params)
      expect(answer.status).toBe(200)
      expect(answer.text).toContain('There is no tool of that name.')
    },
  )

  it.each([
    ['null for _meta', { ...PARAMS, _meta: null }],
    ['text for _meta', { ...PARAMS, _meta: 'x' }],
    ['null for a progress token', { ...PARAMS, _meta: { progressToken: null } }],
    ['an object for a progress token', { ...PARAMS, _meta: { progressToken: {} } }],
    ['a task nobody offers', { ...PARAMS, task: 'x' }],
    ['answers nobody asked for', { ...PARAMS, inputResponses: 'x', requestState: 7 }],
  ])('whatever its serialiser adds: %s', async (_what, params) => {
    const { url } = await serveShop()
    const answer = await call(url, {}, params)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('2 of mug are in stock.')
  })

  it('with a key of its own beside the usual ones, or without its version', async () => {
    const { url } = await serveShop()
    for (const more of [{ trace: 'x' }, { jsonrpc: undefined }]) {
      const answer = await call(url, {}, PARAMS, more)
      expect(answer.status).toBe(200)
      expect(answer.text).toContain('2 of mug are in stock.')
    }
  })

  it('and takes all arguments as one JSON text', async () => {
    const { url } = await serveShop()
    const args = JSON.stringify(PARAMS.arguments)
    const answer = await call(url, {}, { ...PARAMS, arguments: args })
    expect(answer.text).toContain('2 of mug are in stock.')
  })
})

describe('a connection', () => {
  it('is kept open longer than LiveKit keeps it', async () => {
    const { url } = await serveShop()
    const { headers } = await fetch(`${url}/mcp?client=voice`)
    expect(headers.get('keep-alive')).toBe('timeout=75')
  })
})
