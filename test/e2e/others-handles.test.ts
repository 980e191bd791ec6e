import { describe, expect, it } from 'vitest'

import { initialize, sendRaw } from '../support/post-raw.ts'
import { openBank, OPERATED_BANK } from '../support/open-bank.ts'
import { askRaw } from '../support/raw-call.ts'
import { serveDesk } from '../support/serve-desk.ts'
import { serveParcels } from '../support/serve-parcels.ts'

const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
const ADA = { to: 'Ada' }
const ROOM = { 'toolcrib-conversation': 'room-1' }
const MODERN = '2026-07-28'

/** Fresh codes are another each time. */
const comparable = (said: string) => said.replaceAll(/\d{4,}/g, 'N')

describe('S24: in the hands of somebody else, what was never given out and this are the same:', () => {
  it('a session', async () => {
    const served = await serveDesk()
    const { session } = await sendRaw(served.urlFor('a'), initialize())
    const asked = async (id: string, method: string) => {
      const { status, text } = await sendRaw(served.urlFor('b'), LIST, {
        method,
        headers: { 'mcp-session-id': id },
      })
      return { status, text }
    }
    for (const method of ['POST', 'GET', 'DELETE']) {
      const real = await asked(session ?? '', method)
      expect(real.status).toBe(404)
      expect(real).toEqual(await asked('a'.repeat(43), method))
    }
  })

  it('the state of a dialog', async () => {
    const call = { name: 'parcels_send', arguments: ADA }
    const can = { capabilities: { elicitation: { form: {} } }, headers: ROOM }
    const inputResponses = { confirm: { action: 'accept', content: { confirm: true } } }
    const tried = async (stateOf: (real: unknown) => unknown) => {
      const served = await serveParcels()
      const { result } = await askRaw(served.urlFor('desk'), MODERN, call, can)
      const params = { ...call, requestState: stateOf(result.requestState), inputResponses }
      const { said } = await askRaw(served.urlFor('other'), MODERN, params, can)
      expect(served.parcels.sent).toEqual([])
      return comparable(said)
    }
    expect(await tried((real) => real)).toBe(await tried(() => 'made.up'))
  })

  it('a spoken code', async () => {
    const tried = async (codeOf: (real: string) => string) => {
      const served = await serveParcels()
      const send = (by: string, args: object) => {
        const call = { name: 'parcels_send', arguments: args }
        return askRaw(served.urlFor(by), MODERN, call, { headers: ROOM })
      }
      const real = /confirmation_code (\d{4})/.exec((await send('desk', ADA)).said)?.[1] ?? ''
      const { said } = await send('other', { ...ADA, confirmation_code: codeOf(real) })
      expect(served.parcels.sent).toEqual([])
      const own = await send('desk', { ...ADA, confirmation_code: real })
      expect(own.said).toContain('Sent to Ada')
      return comparable(said)
    }
    expect(await tried((real) => real)).toBe(
      await tried((real) => (real === '0000' ? '0001' : '0000')),
    )
  })

  it('the key of an operation', async () => {
    const served = await serveParcels()
    const post = async (by: string, key: string) => {
      const _meta = { 'dev.toolcrib/idempotency-key': key }
      const call = { name: 'parcels_post', arguments: ADA, _meta }
      return (await askRaw(served.urlFor(by), MODERN, call)).said
    }
    await post('desk', 'key-of-desk')
    expect(await post('other', 'key-of-desk')).toBe('Posted to Ada as number 2.')
    expect(await post('other', 'key-of-nobody')).toBe('Posted to Ada as number 3.')
  })

  it('a ticket, and where its operation stands', async () => {
    const [clients = '', operators = ''] = OPERATED_BANK.split('operators:')
    const cleared = clients
      .replace('{ bank: {} }', '{ bank: {}, operations: {} }')
      .replaceAll('privileged', "privileged, scopes: ['operations:read']")
    const bank = await openBank({ yaml: `${cleared}operators:${operators}` })
    const room = { handle: 'room-1' }
    const asked = await bank.call('desk', 'bank_close', { of: 'anna' }, room)
    const number = /A-\d+/.exec(asked.text)?.[0] ?? ''
    expect(number).toMatch(/^A-\d+$/)
    const status = async (client: string, ticket: string, handle: string) =>
      (await bank.call(client, 'operations_status', { ticket }, { handle })).text.replaceAll(
        ticket,
        'T',
      )
    expect(await status('desk', number, 'room-1')).not.toBe(await status('desk', 'A-999', 'room-1'))
    for (const [client, handle] of [
      ['mute', 'room-1'],
      ['desk', 'room-2'],
    ] as const)
      expect(await status(client, number, handle)).toBe(await status(client, 'A-999', handle))
  })
})
