import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'

import { initialize, modern, sendModern, sendRaw } from '../support/post-raw.ts'
import { serveDesk } from '../support/serve-desk.ts'

const CLIENTS = 200

describe('CVE-2026-25536: no answer reaches another client', () => {
  it.each(['2026-07-28', '2025-11-25', '2025-11-25 in sessions'])(
    '%s: 200 at once, all with the same request id, each with its own canary',
    async (way) => {
      const served = await serveDesk({ perClient: CLIENTS, total: 2 * CLIENTS })
      const inSession = way.endsWith('sessions')
      const one = async (at: number) => {
        const client = at % 2 === 0 ? 'a' : 'b'
        const canary = `canary-${randomUUID()}`
        const params = { name: 'desk_echo', arguments: { text: canary } }
        const { message, headers } = modern('tools/call', params)
        const url = served.urlFor(client)
        const session = inSession ? (await sendRaw(url, initialize())).session : null
        const { text } =
          way === '2026-07-28'
            ? await sendRaw(url, message, { headers })
            : await sendRaw(
                url,
                { ...message, params },
                { headers: session === null ? {} : { 'mcp-session-id': session } },
              )
        return { canary, heard: text.match(/canary-[\w-]{36}/g) ?? [] }
      }
      const all = await Promise.all(Array.from({ length: CLIENTS }, (_, at) => one(at)))
      for (const { canary, heard } of all) expect(new Set(heard)).toEqual(new Set([canary]))
    },
  )
})

describe('a message is read by its letters', () => {
  const CALL = { name: 'desk_echo', arguments: { text: 'hello' } }
  const post = async (message: unknown, client = 'reader') => {
    const served = await serveDesk()
    const reply = await sendRaw(served.urlFor(client), message)
    return { ...reply, ran: served.recorded.map(({ record }) => record) }
  }

  it('keys that differ only by case are other keys', async () => {
    const upper = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { NAME: 'desk_work' } }
    const { text, ran } = await post({
      ...upper,
      params: { ...CALL, NAME: 'desk_work', Name: 'desk_work', Arguments: { text: 'other' } },
    })
    expect(text).toContain('hello')
    expect(ran).toMatchObject([{ tool: 'desk_echo', outcome: 'success' }])
    const alone = await post(upper)
    expect(alone.ran).toMatchObject([{ outcome: 'unknown_tool' }])
  })

  it('a method of another case is no method', async () => {
    const { body } = await post({ jsonrpc: '2.0', id: 1, method: 'TOOLS/CALL', params: CALL })
    expect(body.error?.code).toBe(-32601)
  })

  it('__proto__ and its like are names as any others, and reach nobody’s prototype', async () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const params = `{"name":"desk_echo","arguments":{"text":"x","${key}":{"polluted":true}},"${key}":{"polluted":true}}`
      const { text, ran } = await post(
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params},"${key}":{"polluted":true}}`,
      )
      expect(text).toContain('"isError":true')
      expect(ran).toMatchObject([{ outcome: 'invalid_input' }])
      expect(Reflect.get({}, 'polluted')).toBeUndefined()
    }
  })

  it('what the protocol does not know at the top of a message changes nothing', async () => {
    const odd = { principal: 'b', client: 'b', scopes: ['*'], result: {}, era: 'modern' }
    const { text, ran } = await post({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { ...CALL, ...odd },
    })
    expect(text).toContain('hello')
    expect(ran).toMatchObject([{ client: 'reader', outcome: 'success' }])
  })

  it('the tool that a header names is not the tool that is called', async () => {
    const served = await serveDesk()
    const { message, headers } = modern('tools/call', { name: 'desk_work', arguments: {} })
    const mixed = { ...headers, 'mcp-name': 'desk_echo' }
    expect((await sendRaw(served.urlFor('reader'), message, { headers: mixed })).status).toBe(400)
    const { text } = await sendModern(served.urlFor('reader'), 'tools/call', {
      name: 'desk_work',
      arguments: {},
    })
    expect(text).toContain('There is no tool called desk_work')
  })
})
