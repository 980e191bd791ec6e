import { describe, expect, it } from 'vitest'
import * as z from 'zod'

import { connectInProcess } from '../../src/testing/in-process-client.ts'
import { parcelsProcess, serveParcels } from '../support/serve-parcels.ts'
import { HELLO, type StdioProcess } from '../support/stdio-process.ts'

/** Starting a process on a busy machine takes its time. */
const PATIENCE = { timeout: 60_000 }

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
}

const ERAS = [
  { era: '2025-11-25', hello: HELLO, meta: undefined },
  { era: '2026-07-28', hello: [], meta: ENVELOPE },
] as const

const result = z.looseObject({
  content: z.array(z.looseObject({ text: z.string().optional() })),
  structuredContent: z.unknown().optional(),
})

const KEYED = { to: 'Ada', idempotency_key: 'key-of-ada' }

/** A client that speaks line by line, in either era. */
function speaker(server: StdioProcess, { hello, meta }: (typeof ERAS)[number]) {
  server.send(...hello)
  let lastId = 0
  const start = (name: string, args: object = {}): number => {
    lastId += 1
    const params = { name: `parcels_${name}`, arguments: args, ...(meta && { _meta: meta }) }
    server.send({ id: lastId, method: 'tools/call', params })
    return lastId
  }
  const call = async (name: string, args: object = {}) =>
    result.parse((await server.answer(start(name, args))).result)
  return {
    start,
    withdraw: (requestId: number) =>
      server.send({
        method: 'notifications/cancelled',
        params: { requestId, reason: 'changed my mind', ...(meta && { _meta: meta }) },
      }),
    said: async (name: string, args: object = {}) =>
      (await call(name, args)).content[0]?.text ?? '',
    done: async () => (await call('list')).structuredContent,
    isAnswered: (id: number) => server.lines.some((line) => JSON.parse(line).id === id),
  }
}

describe.each(ERAS)('a client of $era over stdio that withdraws its call', PATIENCE, (way) => {
  it('before the point of no return has stopped it, and its yes still counts', async () => {
    const { said, start, withdraw, done, isAnswered } = speaker(parcelsProcess('desk'), way)
    const question = await said('send', { to: 'Ada' })
    const code = /confirmation_code (\d{4})/.exec(question)?.[1]
    await said('hold', { at: 'plan' })
    const id = start('send', { to: 'Ada', confirmation_code: code })
    await expect.poll(done, { timeout: 5_000 }).toMatchObject({ reached: ['plan', 'plan'] })
    withdraw(id)
    await said('release')
    expect(await done()).toEqual({ reached: ['plan', 'plan'], sent: [] })
    expect(await said('send', { to: 'Ada', confirmation_code: code })).toBe(
      'Sent to Ada as number 1.',
    )
    expect(await done()).toMatchObject({ sent: ['sent Ada 200'] })
    expect(isAnswered(id)).toBe(false)
  })

  it('behind it has not: the work is done, and found by its key', async () => {
    const { said, start, withdraw, done, isAnswered } = speaker(parcelsProcess('desk'), way)
    await said('hold', { at: 'work' })
    const id = start('post', KEYED)
    await expect.poll(done, { timeout: 5_000 }).toMatchObject({ reached: ['plan', 'work'] })
    withdraw(id)
    await said('release')
    await expect.poll(done, { timeout: 5_000 }).toMatchObject({ sent: ['posted Ada 200'] })
    expect(await said('post', KEYED)).toBe('Already done: Posted to Ada as number 1.')
    expect(await done()).toMatchObject({ sent: ['posted Ada 200'] })
    expect(isAnswered(id)).toBe(false)
  })
})

describe.each(ERAS)('when the input of a $era client ends', PATIENCE, (way) => {
  it('what is at work is finished and recorded, because nobody has withdrawn it', async () => {
    const server = parcelsProcess('desk', { workMs: 400 })
    const { start, done } = speaker(server, way)
    start('post', KEYED)
    await expect.poll(done, { timeout: 5_000 }).toMatchObject({ reached: ['plan', 'work'] })
    server.child.stdin.end()
    const { code, stderr } = await server.ended
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/"tool":"parcels_post".*"outcome":"success"/)
    expect(stderr).not.toContain('unfinished')
  })
})

describe('a connection that ends during a call', () => {
  it('has withdrawn nothing, although the SDK aborts for it', async () => {
    const { app, parcels } = await serveParcels()
    const credential = { kind: 'local', client: 'desk' } as const
    const client = await connectInProcess(app, { credential, narrowing: {} })
    parcels.hold('plan')
    const called = client.callTool('parcels_post', { to: 'Ada' }).catch(String)
    await expect.poll(() => parcels.reached).toEqual(['plan'])
    await client.close()
    expect(await called).toBe('Error: The connection was closed.')
    parcels.release()
    await expect.poll(() => parcels.sent).toEqual(['posted Ada 200'])
  })
})
