import { InMemoryTransport } from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'

import { answerTally } from '../../../src/mcp/answer-tally.ts'

const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: {} } as const

/** A connection on which one call has come in. */
async function called() {
  const [client, wire] = InMemoryTransport.createLinkedPair()
  const tally = answerTally()
  const server = tally.count(wire)
  Object.assign(server, { onmessage: () => {} })
  await Promise.all([client.start(), server.start()])
  await client.send(CALL)
  let isDone = false
  void tally.answered().then(() => (isDone = true))
  const settled = async () => {
    await new Promise(setImmediate)
    return isDone
  }
  return { client, server, settled }
}

describe('what is still to be answered', () => {
  it('is a call that has come in, until its answer is on the wire', async () => {
    const { server, settled } = await called()
    expect(await settled()).toBe(false)
    await server.send({ jsonrpc: '2.0', id: 8, result: {} })
    expect(await settled()).toBe(false)
    await server.send({ jsonrpc: '2.0', id: 7, result: {} })
    expect(await settled()).toBe(true)
  })

  it('is no call that was withdrawn, because nothing is sent for it any more', async () => {
    const { client, settled } = await called()
    await client.send({
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 7 },
    })
    expect(await settled()).toBe(true)
  })
})
