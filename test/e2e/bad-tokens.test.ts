import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'

import { bearer, LIST, postMcp } from '../support/post-mcp.ts'
import { nowSeconds, serveWithTokens, type TokenShop } from '../support/serve-with-tokens.ts'
import { startIssuer, type TestIssuer } from '../support/token-issuer.ts'

interface House {
  readonly issuer: TestIssuer
  readonly served: TokenShop
}

async function open(): Promise<House> {
  const issuer = await startIssuer()
  return { issuer, served: await serveWithTokens({ issuer: issuer.issuer }) }
}

/** The claims of a good token. */
function good({ served }: House, more: object = {}): object {
  const now = nowSeconds()
  return {
    aud: served.url,
    sub: 'ada',
    client_id: 'app',
    scope: 'shop:read',
    iat: now,
    exp: now + 600,
    ...more,
  }
}

const list = ({ served }: House, token: string) => postMcp(served.url, LIST, bearer(token))

/** What makes a token bad, and what the log says of it. */
type Bad = readonly [what: string, make: (house: House) => Promise<string>, why: RegExp]

const changed =
  (claims: object, header: object = {}) =>
  (house: House): Promise<string> =>
    house.issuer.sign(good(house, claims), header)

const BAD: readonly Bad[] = [
  ['wrong aud', changed({ aud: 'https://other.example/mcp' }), /another audience/],
  [
    'aud of the same host without the path',
    changed({ aud: 'http://127.0.0.1' }),
    /another audience/,
  ],
  [
    'aud with a slash more',
    (house) => house.issuer.sign(good(house, { aud: `${house.served.url}/` })),
    /another audience/,
  ],
  [
    'aud list without ours',
    changed({ aud: ['account', 'https://other.example/mcp'] }),
    /another audience/,
  ],
  ['no aud', changed({ aud: undefined }), /aud, sub, iat or exp/],
  ['wrong iss', changed({ iss: 'https://evil.example' }), /not one of server\.oauth\.issuers/],
  [
    'iss with a slash more',
    (house) => house.issuer.sign(good(house, { iss: `${house.issuer.issuer}/` })),
    /not one of/,
  ],
  ['no iss', changed({ iss: undefined }), /not one of/],
  ['exp one second past the leeway', changed({ exp: nowSeconds() - 31 }), /has expired/],
  ['no exp', changed({ exp: undefined }), /aud, sub, iat or exp/],
  ['nbf in the future', changed({ nbf: nowSeconds() + 120 }), /does not count yet/],
  ['nbf that is no number', changed({ nbf: 'now' }), /does not count yet/],
  ['iat in the future', changed({ iat: nowSeconds() + 120 }), /issued in the future/],
  ['no iat', changed({ iat: undefined }), /aud, sub, iat or exp/],
  [
    'alg none',
    async (house) => new UnsecuredJWT({ iss: house.issuer.issuer, ...good(house) }).encode(),
    /no typ|algorithm/,
  ],
  [
    'alg none in a header like that of a good one',
    async (house) => {
      const [, payload = ''] = (await house.issuer.sign(good(house))).split('.')
      return `${base64url({ alg: 'none', typ: 'at+jwt', kid: 'key-1' })}.${payload}.`
    },
    /algorithm/,
  ],
  [
    'HS256 with the public key',
    async (house) =>
      new SignJWT({ iss: house.issuer.issuer, ...good(house) })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'key-1' })
        .sign(await house.issuer.publicKey()),
    /algorithm/,
  ],
  ['unknown kid', changed({}, { kid: 'key-9' }), /key is not among/],
  [
    'a key of somebody else under a known kid',
    async (house) => {
      const { privateKey } = await generateKeyPair('RS256')
      return new SignJWT({ iss: house.issuer.issuer, ...good(house) })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'key-1' })
        .sign(privateKey)
    },
    /signature/,
  ],
  [
    'a payload that was exchanged',
    async (house) => {
      const [header, , signature] = (await house.issuer.sign(good(house))).split('.')
      const payload = { iss: house.issuer.issuer, ...good(house, { client_id: 'steps' }) }
      return `${header}.${base64url(payload)}.${signature}`
    },
    /signature/,
  ],
  [
    'a key of its own, brought along in the header',
    async (house) => {
      const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
      return new SignJWT({ iss: house.issuer.issuer, ...good(house) })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', jwk: await exportJWK(publicKey) })
        .sign(privateKey)
    },
    /signature/,
  ],
  ['wrong typ', changed({}, { typ: 'logout+jwt' }), /typ/],
  ['no typ', changed({}, { typ: undefined }), /no typ/],
  [
    'ID token',
    (house) => house.issuer.sign(good(house, { aud: 'app', nonce: 'n-1' }), { typ: 'JWT' }),
    /ID token/,
  ],
  ['ID token made for our address', changed({ at_hash: 'x' }, { typ: 'JWT' }), /ID token/],
  ['ID token that says so', changed({ token_use: 'id' }, { typ: 'JWT' }), /no access token/],
  ['refresh token', changed({ typ: 'Refresh' }, { typ: 'JWT' }), /no access token/],
  ['refresh token by its typ', changed({}, { typ: 'rt+jwt' }), /typ/],
  ['token bound to a key that is not shown', changed({ cnf: { jkt: 'x' } }), /bound to a key/],
  ['client that nobody has', changed({ client_id: 'unknown' }), /none of the clients/],
  ['no client', changed({ client_id: undefined }), /none of the clients/],
  ['longer than any', changed({ junk: 'x'.repeat(9_000) }), /longer than any/],
]

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

describe('a token that is turned away with 401, and with why only in the log', () => {
  it.each(BAD)('S31: %s', async (_what, make, why) => {
    const house = await open()
    const token = await make(house)
    const answer = await list(house, token)
    expect(answer.status).toBe(401)
    expect(answer.challenge).toContain('error="invalid_token"')
    const [trouble, ...more] = house.served.troubles
    expect(trouble?.reason).toMatch(why)
    expect(more).toEqual([])
    expect(answer.body + answer.challenge).not.toMatch(why)
    expect(house.served.logged()).not.toContain(token)
  })

  it('S31: a good one is not', async () => {
    const house = await open()
    const tokens = [
      good(house),
      good(house, { aud: ['account', house.served.url] }),
      good(house, { exp: nowSeconds() - 25 }),
      good(house, { nbf: nowSeconds() + 20, iat: nowSeconds() + 20 }),
      good(house, { client_id: undefined, azp: 'app' }),
    ]
    for (const claims of tokens)
      expect((await list(house, await house.issuer.sign(claims))).status).toBe(200)
    const plain = await house.issuer.sign(good(house, { jti: 'x' }), { typ: 'JWT' })
    expect((await list(house, plain)).status).toBe(200)
    expect(house.served.troubles).toEqual([])
  })

  it('S31: one that was good is refused once its time is over, although it was remembered', async () => {
    const house = await open()
    const token = await house.issuer.sign(good(house, { exp: nowSeconds() + 60 }))
    expect((await list(house, token)).status).toBe(200)
    house.served.clock.turn(89_000)
    expect((await list(house, token)).status).toBe(200)
    house.served.clock.turn(2_000)
    expect((await list(house, token)).status).toBe(401)
  })
})
