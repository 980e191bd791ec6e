import { describe, expect, it } from 'vitest'

import { openQuestion } from '../support/open-question.ts'
import { initialize, sendRaw } from '../support/post-raw.ts'
import { servePeople, type PeoplesDesk, type Shown } from '../support/serve-people.ts'

const LIST = { jsonrpc: '2.0', id: 2, method: 'tools/list' }

const openSession = async ({ url }: PeoplesDesk, headers: Shown): Promise<string | null> =>
  (await sendRaw(url, initialize(), { headers })).session

const named = (key: Shown, person: string): Shown => ({ ...key, 'toolcrib-acting-user': person })

/** Two who may both come in, as the same client. */
type Two = (served: PeoplesDesk) => Promise<readonly [mine: Shown, others: Shown]>

const PAIRS: readonly (readonly [string, Two])[] = [
  [
    'two people of one application',
    async ({ token }) => [await token(), await token({ sub: 'bob' })],
  ],
  [
    'a person and the application itself',
    async ({ token }) => [await token(), await token({ sub: 'app' })],
  ],
  [
    'one person in two applications',
    async ({ token }) => [await token(), await token({ client_id: 'app-on-phones' })],
  ],
  [
    'two people whom a trusted client names',
    async ({ key }) => {
      const crm = key('crm')
      return [named(crm, 'ada'), named(crm, 'bob')]
    },
  ],
  [
    'a trusted client for a person and for nobody',
    async ({ key }) => {
      const crm = key('crm')
      return [named(crm, 'ada'), crm]
    },
  ],
  ['two keys of one client', async ({ key }) => [key('crm'), key('crm')]],
  [
    'one person whom two keys of a trusted client name',
    async ({ key }) => [named(key('crm'), 'ada'), named(key('crm'), 'ada')],
  ],
]

describe.each(PAIRS)('between %s', (_who, two) => {
  it('S20, S21 and S24: a session is as good as none to the other, whatever is sent on it', async () => {
    const served = await servePeople()
    const [mine, others] = await two(served)
    const session = await openSession(served, mine)
    const own = { ...mine, 'mcp-session-id': session ?? '' }
    const question = await openQuestion(served.url, own)
    const tried = async (method: string, message: object, id: string) => {
      const headers = { ...others, 'mcp-session-id': id }
      const { status, text } = await sendRaw(served.url, message, { method, headers })
      return { status, text }
    }
    for (const [method, message] of [
      ['POST', LIST],
      ['POST', question.answer],
      ['GET', LIST],
      ['DELETE', LIST],
    ] as const) {
      const real = await tried(method, message, session ?? '')
      expect(real.status, method).toBe(404)
      expect(real).toEqual(await tried(method, message, 'a'.repeat(43)))
    }
    // It is still there, and so is the question.
    expect(served.desk.heard).toEqual([])
    expect((await sendRaw(served.url, LIST, { headers: own })).status).toBe(200)
    expect((await sendRaw(served.url, question.answer, { headers: own })).status).toBe(202)
    expect(await question.rest()).toContain('It is the second Ada.')
  })
})

it('a session goes on with a renewed token of the same person, and the old one has no part in it', async () => {
  const served = await servePeople()
  const old = await served.token({ exp: Math.floor(served.clock.now() / 1_000) + 120 })
  const session = { 'mcp-session-id': (await openSession(served, old)) ?? '' }
  const question = await openQuestion(served.url, { ...old, ...session })
  served.clock.turn(160_000)
  const renewed = await served.token({ jti: 'another', name: 'Ada L.' })
  const answered = async (shown: Shown, message: object) =>
    (await sendRaw(served.url, message, { headers: { ...shown, ...session } })).status
  expect(await answered(old, question.answer)).toBe(401)
  expect(await answered(renewed, LIST)).toBe(200)
  expect(await answered(renewed, question.answer)).toBe(202)
  expect(await question.rest()).toContain('It is the second Ada.')
  const { status } = await sendRaw(served.url, undefined, {
    method: 'DELETE',
    headers: { ...renewed, ...session },
  })
  expect(status).toBe(200)
})

it('S21: one person cannot have all the sessions of an application', async () => {
  const served = await servePeople({ perClient: 8 })
  const areOpened: boolean[] = []
  for (const sub of ['ada', 'ada', 'ada', 'bob'])
    areOpened.push((await openSession(served, await served.token({ sub }))) !== null)
  expect(areOpened).toEqual([true, true, false, true])
  expect((await sendRaw(served.url, LIST, { headers: await served.token() })).status).toBe(200)
})
