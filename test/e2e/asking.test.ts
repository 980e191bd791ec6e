import { describe, expect, it } from 'vitest'

import { connectClient, CLIENT_KINDS, type ClientKind, type Person } from '../support/clients.ts'
import { sendModern } from '../support/post-raw.ts'
import { deskOverStdio, serveDesk, type ServedDesk } from '../support/serve-desk.ts'

const SECOND: Person = async () => ({ action: 'accept', content: { which: 'second' } })

async function askedBy(kind: ClientKind, served: ServedDesk, person?: Person): Promise<string> {
  const client = await connectClient(kind, { kind: 'http', url: served.urlFor('a') }, person)
  const { content } = await client.call('desk_which', { name: 'Ada' })
  await client.close()
  return content[0]?.text ?? ''
}

describe.each(CLIENT_KINDS)('a handler that asks the person behind %s', (kind) => {
  it('goes on with what they answer', async () => {
    const served = await serveDesk()
    expect(await askedBy(kind, served, SECOND)).toBe('It is the second Ada.')
  })

  it('is told when they decline, and when they close the dialog', async () => {
    const served = await serveDesk()
    for (const action of ['decline', 'cancel'] as const)
      expect(await askedBy(kind, served, async () => ({ action }))).toBe(
        'The caller would not say which.',
      )
    expect(served.desk.heard).toEqual([{ kind: 'declined' }, { kind: 'cancelled' }])
  })

  it('is told when the client cannot ask, and can say so in words', async () => {
    const served = await serveDesk()
    expect(await askedBy(kind, served)).toBe('Ask the caller which Ada is meant.')
  })

  it('is asked once more when the answer does not fit', async () => {
    const served = await serveDesk()
    let times = 0
    const fickle: Person = async () => {
      times += 1
      return { action: 'accept', content: { which: times === 1 ? 'third' : 'first' } }
    }
    expect(await askedBy(kind, served, fickle)).toBe('It is the first Ada.')
  })
})

it.each(CLIENT_KINDS)(
  'over stdio, %s is asked as well',
  async (kind) => {
    const target = { kind: 'stdio', command: process.execPath, args: deskOverStdio() } as const
    const client = await connectClient(kind, target, SECOND)
    const { content } = await client.call('desk_which', { name: 'Ada' })
    expect(content[0]?.text).toBe('It is the second Ada.')
    await client.close()
  },
  60_000,
)

it('the time of a 2025-era call stands still while its person is asked', async () => {
  const served = await serveDesk()
  const slow: Person = async () => {
    served.clock.turn(120_000)
    return { action: 'accept', content: { which: 'first' } }
  }
  expect(await askedBy('v1', served, slow)).toBe('It is the first Ada.')
})

describe('S26: what must not be asked, such as a password', () => {
  it.each(['desk_pry', 'desk_rush'])(
    '%s: is a bug of its author, and told as one',
    async (name) => {
      const served = await serveDesk()
      const { body } = await sendModern(served.urlFor('a'), 'tools/call', { name, arguments: {} })
      expect(body.result).toMatchObject({ isError: true })
      expect(served.recorded.at(-1)?.cause).toBeInstanceOf(Error)
    },
  )
})

describe('S25: the state that a question sends through its client', () => {
  const params = (more: object = {}, name = 'Ada') => ({
    name: 'desk_which',
    arguments: { name },
    ...more,
  })
  const ANSWER = { question_1: { action: 'accept', content: { which: 'second' } } }

  async function asked(served: ServedDesk): Promise<string> {
    const { body } = await sendModern(served.urlFor('a'), 'tools/call', params())
    expect(body.result).toMatchObject({ resultType: 'input_required' })
    return String(body.result?.['requestState'])
  }
  function answer(served: ServedDesk, requestState: string, { client = 'a', name = 'Ada' } = {}) {
    const brought = params({ requestState, inputResponses: ANSWER }, name)
    return sendModern(served.urlFor(client), 'tools/call', brought)
  }

  it('counts once', async () => {
    const served = await serveDesk()
    const state = await asked(served)
    expect((await answer(served, state)).text).toContain('It is the second Ada.')
    const { body } = await answer(served, state)
    expect(body.error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('has been used already'),
    })
  })

  it('counts for no other client and no other arguments', async () => {
    const served = await serveDesk()
    for (const other of [{ client: 'b' }, { name: 'Ben' }]) {
      const { body } = await answer(served, await asked(served), other)
      expect(body.error).toMatchObject({
        code: -32602,
        message: expect.stringContaining('belongs to no open question'),
      })
    }
    expect(served.desk.heard).toEqual([])
  })

  it('is void with any of its signs changed, left out or added', async () => {
    const served = await serveDesk()
    const state = await asked(served)
    const forged = Array.from({ length: 24 }, (_, at) => {
      const where = Math.floor((at * state.length) / 24)
      const other = state[where] === 'A' ? 'B' : 'A'
      return state.slice(0, where) + other + state.slice(where + 1)
    })
    for (const each of [...forged, '', `${state}A`, `${state}=`, state.slice(1)])
      expect((await answer(served, each)).body.error?.code, each).toBe(-32602)
    expect(served.desk.heard).toEqual([])
    expect((await answer(served, state)).body.error).toBeUndefined()
  })

  it('is void after ten minutes', async () => {
    const served = await serveDesk()
    const state = await asked(served)
    served.clock.turn(10 * 60_000)
    expect((await answer(served, state)).body.error?.code).toBe(-32602)
  })

  it('shows nothing of what it holds', async () => {
    const served = await serveDesk()
    const bytes = Buffer.from(await asked(served), 'base64url').toString('latin1')
    expect(bytes).not.toMatch(/question|which|Ada/)
  })

  it('is needed: an answer that comes along with the first call is nobody’s', async () => {
    const served = await serveDesk()
    const { body } = await sendModern(
      served.urlFor('a'),
      'tools/call',
      params({ inputResponses: ANSWER }),
    )
    expect(body.result).toMatchObject({ resultType: 'input_required' })
  })
})

it('a handler that swallows its own question does not keep it from being put', async () => {
  const served = await serveDesk()
  const call = { name: 'desk_stubborn', arguments: {} }
  const { body } = await sendModern(served.urlFor('a'), 'tools/call', call)
  expect(body.result).toMatchObject({ resultType: 'input_required' })
})
