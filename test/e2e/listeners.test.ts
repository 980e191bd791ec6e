import { describe, expect, it, vi } from 'vitest'

import { listen, type EventStream } from '../support/event-stream.ts'
import { servePeople, type Shown } from '../support/serve-people.ts'

const TOO_MANY = 'This client listens often enough already.'

/** A client may have this many listeners, and a person of it this many. */
const OF_A_CLIENT = 256
const OF_A_PERSON = 64

async function desk() {
  const served = await servePeople()
  return {
    ...served,
    listenAs: async (shown: Shown) => {
      const stream = await listen(served.url, { toolsListChanged: true }, shown)
      return { stream, said: await stream.until('"jsonrpc"') }
    },
  }
}

type Desk = Awaited<ReturnType<typeof desk>>

/** So many that all are let in. */
async function listeners(
  served: Desk,
  shown: Shown,
  amount: number,
): Promise<readonly EventStream[]> {
  const all = await Promise.all(Array.from({ length: amount }, () => served.listenAs(shown)))
  for (const { said } of all) expect(said).toContain('subscriptions/acknowledged')
  return all.map(({ stream }) => stream)
}

describe('those who listen for changes of their list', () => {
  it('leave room for the other people of their client, and get it back when they go', async () => {
    const served = await desk()
    const ada = await served.token()
    const [first] = await listeners(served, ada, OF_A_PERSON)
    const { said } = await served.listenAs(ada)
    expect(JSON.parse(said)).toMatchObject({ id: 7, error: { code: -32_603 } })
    expect(said).toContain(TOO_MANY)
    await listeners(served, await served.token({ sub: 'bob' }), 1)
    first?.stop()
    await vi.waitFor(() => listeners(served, ada, 1), { timeout: 10_000 })
  })

  it('leave room for other clients, whichever key they have', async () => {
    const served = await desk()
    const key = served.key('crm')
    await listeners(served, key, OF_A_CLIENT)
    expect((await served.listenAs(key)).said).toContain(TOO_MANY)
    expect((await served.listenAs(served.key('crm'))).said).toContain(TOO_MANY)
    await listeners(served, await served.token(), 1)
  })
})
