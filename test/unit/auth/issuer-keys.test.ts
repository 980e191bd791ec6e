import { describe, expect, it, vi } from 'vitest'

import { accessTokens, type AccessTokens } from '../../../src/auth/access-tokens.ts'
import type { TokenTrouble } from '../../../src/auth/token-trouble.ts'
import { turnedClock, type TurnedClock } from '../../../src/testing/turned-clock.ts'
import { startIssuer, type TestIssuer } from '../../support/token-issuer.ts'

const RESOURCE = 'https://tools.example.com/mcp'
const START = '2026-03-10T17:00:00Z'
const START_SECONDS = Date.parse(START) / 1_000
const SECOND = 1_000
const MINUTE = 60 * SECOND

interface Door {
  readonly issuer: TestIssuer
  readonly clock: TurnedClock
  readonly tokens: AccessTokens
  readonly troubles: readonly TokenTrouble[]
  /** A fresh token by the newest key; `n` makes it another one. */
  sign(n?: number): Promise<string>
  letsIn(token: string): Promise<boolean>
}

async function open(jwksUri?: (issuer: string) => string): Promise<Door> {
  const issuer = await startIssuer()
  const clock = turnedClock(START)
  const troubles: TokenTrouble[] = []
  const tokens = accessTokens({
    resource: {
      resource: RESOURCE,
      scopes: [],
      issuers: [
        {
          issuer: issuer.issuer,
          jwksUri: jwksUri?.(issuer.issuer),
          algorithms: ['RS256'],
          clientClaims: ['client_id'],
          scopeClaims: ['scope'],
        },
      ],
    },
    clients: [{ client: 'app', issuer: issuer.issuer, clientIds: ['app'], subjects: undefined }],
    clock,
    onTrouble: (trouble) => troubles.push(trouble),
  })
  return {
    issuer,
    clock,
    tokens,
    troubles,
    sign: (n = 0) =>
      issuer.sign({
        aud: RESOURCE,
        client_id: 'app',
        iat: START_SECONDS,
        exp: START_SECONDS + 36_000 + n,
      }),
    letsIn: async (token) => (await tokens.authenticate({ kind: 'bearer', token })) !== undefined,
  }
}

const reasons = ({ troubles }: Door) => troubles.map(({ event, reason }) => `${event}: ${reason}`)

describe('the keys of an issuer', () => {
  it('are found by its metadata, fetched once, and used for many tokens', async () => {
    const door = await open()
    for (let n = 0; n < 5; n++) expect(await door.letsIn(await door.sign(n))).toBe(true)
    expect(door.issuer.fetches()).toBe(1)
  })

  it('are fetched from where the configuration says, without metadata', async () => {
    const door = await open((issuer) => `${issuer}/keys`)
    door.issuer.answer('other issuer')
    expect(await door.letsIn(await door.sign())).toBe(true)
  })

  it('are fetched anew for a key that is not among them, and not again within 30 seconds', async () => {
    const door = await open()
    await door.letsIn(await door.sign())
    await door.issuer.rotate('add')
    door.clock.turn(29 * SECOND)
    expect(await door.letsIn(await door.sign())).toBe(false)
    expect(door.issuer.fetches()).toBe(1)
    door.clock.turn(SECOND)
    expect(await door.letsIn(await door.sign())).toBe(true)
    expect(door.issuer.fetches()).toBe(2)
    for (let n = 0; n < 20; n++) await door.letsIn(await forged(door, n))
    expect(door.issuer.fetches()).toBe(2)
  })

  it('that its issuer has taken back let nobody in after five minutes, also not a token that was let in before', async () => {
    const door = await open()
    const token = await door.sign()
    expect(await door.letsIn(token)).toBe(true)
    await door.issuer.rotate('replace')
    door.clock.turn(3 * MINUTE)
    expect(await door.letsIn(token)).toBe(true)
    door.clock.turn(2 * MINUTE)
    expect(await door.letsIn(token)).toBe(false)
    expect(reasons(door)).toEqual(['token refused: its key is not among those of its issuer'])
    expect(await door.letsIn(await door.sign())).toBe(true)
  })

  it('are fetched beside a request a minute before they are too old, so that it need not wait', async () => {
    const door = await open()
    const token = await door.sign()
    await door.letsIn(token)
    door.clock.turn(4 * MINUTE)
    expect(await door.letsIn(token)).toBe(true)
    await vi.waitFor(() => expect(door.issuer.fetches()).toBe(2))
  })

  it('go on for half an hour while the issuer is down, and no longer', async () => {
    const door = await open()
    const token = await door.sign()
    await door.letsIn(token)
    door.issuer.answer('error')
    for (let minute = 5; minute < 30; minute += 5) {
      door.clock.turn(5 * MINUTE)
      expect(await door.letsIn(token), `minute ${minute}`).toBe(true)
    }
    door.clock.turn(5 * MINUTE)
    expect(await door.letsIn(token)).toBe(false)
    expect(reasons(door).at(-1)).toBe('token refused: the keys of its issuer are not known')
    door.issuer.answer(undefined)
    door.clock.turn(30 * SECOND)
    expect(await door.letsIn(token)).toBe(true)
  })

  it('are not there at a start without the issuer, which is logged, and come when it is back', async () => {
    const door = await open()
    door.issuer.answer('error')
    door.tokens.fetchKeys()
    const token = await door.sign()
    expect(await door.letsIn(token)).toBe(false)
    const [first, second] = reasons(door)
    expect(first).toMatch(/^token keys not fetched: .*cannot be read: it answered with status 503/)
    expect(second).toBe('token refused: the keys of its issuer are not known')
    door.issuer.answer(undefined)
    door.clock.turn(30 * SECOND)
    expect(await door.letsIn(token)).toBe(true)
  })

  it.each([
    ['redirect', /it answered with status 302/],
    ['huge', /it is larger than 262144 bytes/],
    ['other issuer', /speaks for another issuer/],
    ['error', /status 503/],
  ] as const)('S37: are not taken from an answer such as "%s"', async (fault, why) => {
    const door = await open()
    door.issuer.answer(fault)
    expect(await door.letsIn(await door.sign())).toBe(false)
    expect(reasons(door)[0]).toMatch(why)
    expect(door.issuer.fetches()).toBe(0)
  })

  it('S37: are not fetched from another machine in clear text, although the metadata say so', async () => {
    const door = await open()
    door.issuer.answer('elsewhere')
    expect(await door.letsIn(await door.sign())).toBe(false)
    expect(reasons(door)[0]).toMatch(
      /neither https at a public address nor on the issuer's own machine/,
    )
  })

  it('are waited for five seconds', async () => {
    const door = await open((issuer) => `${issuer}/keys`)
    door.issuer.answer('hang')
    const answer = door.letsIn(await door.sign())
    // The request has to be under way before the time passes.
    await vi.waitFor(() => {
      door.clock.turn(5 * SECOND)
      expect(reasons(door)[0]).toMatch(/did not answer within 5 seconds/)
    })
    expect(await answer).toBe(false)
  })

  it('are not fetched for what no signature can save', async () => {
    const door = await open()
    const stranger = await door.issuer.sign({ iss: 'https://evil.example' })
    const unsafe = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.e30.`
    for (const token of [stranger, unsafe, 'tck_abcdefgh_x', 'a.b.c', '..'])
      expect(await door.letsIn(token)).toBe(false)
    expect(door.issuer.fetches()).toBe(0)
  })
})

async function forged({ issuer }: Door, n: number): Promise<string> {
  return issuer.sign({ aud: RESOURCE }, { kid: `made-up-${n}` })
}
