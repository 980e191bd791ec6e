import { describe, expect, it } from 'vitest'

import { ERAS, type Era } from '../support/raw-call.ts'
import { serveShop } from '../support/serve-shop.ts'

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

/** Has no meaning on a POST, but makes the edge leave the request to the SDK. */
const BY_SDK = { 'last-event-id': '1' }

async function ask(
  url: string,
  era: Era,
  { method, params }: { readonly method: string; readonly params: object },
  headers: Readonly<Record<string, string>> = {},
) {
  const isModern = era === '2026-07-28'
  const name = 'name' in params ? String(params.name) : undefined
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': era,
      ...(isModern && { 'mcp-method': method, ...(name !== undefined && { 'mcp-name': name }) }),
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 'one',
      method,
      params: isModern ? { ...params, _meta: ENVELOPE } : params,
    }),
  })
  const text = await response.text()
  const message = /^data: (.+)$/m.exec(text)?.[1] ?? text
  const said: unknown = JSON.parse(message)
  return { status: response.status, said, message, type: response.headers.get('content-type') }
}

const CALL = 'tools/call'

describe.each(ERAS)('what the edge answers itself, %s', (era) => {
  it.each([
    ['a list', { method: 'tools/list', params: {} }],
    [
      'a call',
      { method: CALL, params: { name: 'shop_check', arguments: { item: 'mug', count: 2 } } },
    ],
    ['a call with wrong arguments', { method: CALL, params: { name: 'shop_check' } }],
    ['a call of no tool', { method: CALL, params: { name: 'shop_nothing', arguments: {} } }],
  ])('is to the letter what the SDK says: %s', async (_what, asked) => {
    const { url, troubles } = await serveShop()
    const own = await ask(`${url}/mcp?client=voice`, era, asked)
    const sdk = await ask(`${url}/mcp?client=voice`, era, asked, BY_SDK)
    expect(own.said).toEqual(sdk.said)
    // Byte for byte, so that a cache knows the list of one that came by the SDK.
    expect(own.message).toBe(sdk.message)
    expect(own.status).toBe(sdk.status)
    expect(own.type).toBe('application/json')
    expect(troubles).toEqual([])
  })

  it('is a list of each client’s own', async () => {
    const { url } = await serveShop()
    const list = { method: 'tools/list', params: {} }
    const voice = await ask(`${url}/mcp?client=voice`, era, list)
    const all = await ask(`${url}/mcp?client=all`, era, list)
    const narrow = await ask(`${url}/mcp?client=all&tools=shop_check`, era, list)
    expect(new Set([voice, all, narrow].map(({ said }) => JSON.stringify(said))).size).toBe(3)
    expect(JSON.stringify(narrow.said).match(/"inputSchema"/g)).toHaveLength(1)
  })
})
