import { classifyInboundRequest } from '@modelcontextprotocol/server'
import fc from 'fast-check'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'

import { plainRequest } from '../../../src/mcp/http/plain-request.ts'

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

type Headers = Readonly<Record<string, string>>

function read(headers: Headers, message: Readonly<Record<string, unknown>>) {
  const request = new IncomingMessage(new Socket())
  Object.assign(request.headers, headers)
  return plainRequest(request, message)
}

function call(params: object = {}, more: object = {}) {
  const named = { name: 'shop_check', arguments: {}, ...params }
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params: named, ...more }
}

const MODERN_HEADERS = {
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': 'shop_check',
}

describe('a plain request', () => {
  it.each([
    ['of 2025-11-25', { 'mcp-protocol-version': '2025-11-25' }, call(), false],
    ['of 2025 without a version', {}, call(), false],
    ['of 2025 with a key', {}, call({ _meta: { 'dev.toolcrib/idempotency-key': 'k' } }), false],
    ['of 2026-07-28', MODERN_HEADERS, call({ _meta: ENVELOPE }), true],
  ])('%s is one', (_what, headers, message, isModern) => {
    expect(read(headers, message)).toMatchObject({ isModern, name: 'shop_check' })
  })

  const without = (name: keyof typeof MODERN_HEADERS): Headers => {
    const { [name]: _left, ...rest } = MODERN_HEADERS
    return rest
  }
  const modern = (meta: object = {}, params: object = {}) =>
    call({ _meta: { ...ENVELOPE, ...meta }, ...params })

  it.each<[string, Headers, Readonly<Record<string, unknown>>]>([
    ['a session', { 'mcp-session-id': 'x' }, call()],
    ['a wish for progress', {}, call({ _meta: { progressToken: 1 } })],
    [
      'a wish for log lines',
      MODERN_HEADERS,
      modern({ 'io.modelcontextprotocol/logLevel': 'info' }),
    ],
    [
      'a person who can be asked',
      MODERN_HEADERS,
      modern({ 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } }),
    ],
    ['an answer to a question', MODERN_HEADERS, modern({}, { inputResponses: {} })],
    ['the state of a question', MODERN_HEADERS, modern({}, { requestState: 's' })],
    ['a task', {}, call({ task: {} })],
    ['no id', {}, call({}, { id: undefined })],
    ['an id that is none', {}, call({}, { id: null })],
    ['another method', {}, call({}, { method: 'resources/list' })],
    ['another JSON-RPC', {}, call({}, { jsonrpc: '1.0' })],
    ['something beside it', {}, call({}, { result: {} })],
    ['an unknown version', { 'mcp-protocol-version': '2099-01-01' }, call()],
    ['a header of 2026 without its envelope', MODERN_HEADERS, call()],
    ['an envelope without its header', without('mcp-protocol-version'), modern()],
    ['an envelope without a method in the headers', without('mcp-method'), modern()],
    ['an envelope without a name in the headers', without('mcp-name'), modern()],
    ['another name in the headers', { ...MODERN_HEADERS, 'mcp-name': 'other' }, modern()],
    ['another method in the headers', { ...MODERN_HEADERS, 'mcp-method': 'tools/list' }, modern()],
    [
      'an envelope of another version',
      MODERN_HEADERS,
      modern({ 'io.modelcontextprotocol/protocolVersion': '2027-01-01' }),
    ],
    [
      'an envelope with client information that is none',
      MODERN_HEADERS,
      modern({ 'io.modelcontextprotocol/clientInfo': { name: 7 } }),
    ],
  ])('is none with %s', (_what, headers, message) => {
    expect(read(headers, message)).toBeUndefined()
  })

  it('is of the era that the SDK finds, whatever it is made of', () => {
    const odd = fc.oneof(fc.constant(undefined), fc.string(), fc.integer(), fc.constant({}))
    const version = fc.constantFrom(
      undefined,
      '2025-11-25',
      '2026-07-28',
      '2027-01-01',
      ' 2026-07-28',
    )
    const meta = fc.record(
      {
        'io.modelcontextprotocol/protocolVersion': fc.oneof(version, odd),
        'io.modelcontextprotocol/clientInfo': fc.oneof(
          fc.constant({ name: 'a', version: '1' }),
          odd,
        ),
        'io.modelcontextprotocol/clientCapabilities': fc.oneof(fc.constant({ roots: {} }), odd),
      },
      { requiredKeys: [] },
    )
    const given = fc.record({
      version,
      method: fc.constantFrom(undefined, 'tools/call', 'tools/list'),
      name: fc.constantFrom(undefined, 'shop_check', 'x'),
      id: fc.oneof(fc.integer(), fc.string(), odd),
      params: fc.record(
        { name: fc.constantFrom('shop_check', 'x'), _meta: meta },
        { requiredKeys: [] },
      ),
    })
    fc.assert(
      fc.property(given, ({ version, method, name, id, params }) => {
        const headers = {
          ...(version !== undefined && { 'mcp-protocol-version': version }),
          ...(method !== undefined && { 'mcp-method': method }),
          ...(name !== undefined && { 'mcp-name': name }),
        }
        const message = { jsonrpc: '2.0', id, method: 'tools/call', params }
        const plain = read(headers, message)
        if (!plain) return
        const found = classifyInboundRequest({
          httpMethod: 'POST',
          body: message,
          ...(version !== undefined && { protocolVersionHeader: version }),
          ...(method !== undefined && { mcpMethodHeader: method }),
          ...(name !== undefined && { mcpNameHeader: name }),
        })
        expect(found.kind).toBe(plain.isModern ? 'modern' : 'legacy')
      }),
      { numRuns: 2_000 },
    )
  })
})
