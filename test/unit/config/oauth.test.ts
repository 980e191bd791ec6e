import { describe, expect, test } from 'vitest'

import { clientsOf } from '../../../src/config/clients.ts'
import { tokenClientsOf } from '../../../src/config/oauth.ts'
import { GOOD, load, problemsOf, withPart } from './deployment.ts'

const ISSUER = 'https://login.example.com'

const SERVER = `port: 9000
  oauth:
    resource: https://tools.example.com/mcp
    issuers:
      - { issuer: '${ISSUER}' }
`

const OTHER = `      - { issuer: 'https://id.example.org/' }
`

/** The good text with tokens: a `server.oauth`, and a mapping for its client. */
const TOKENS = withPart(
  '    toolsets: [booking]',
  `    toolsets: [booking]
    oauth: { clientIds: [phone-app] }`,
  withPart('port: 9000\n', SERVER),
)

const tokens = (part: string, replacement: string) =>
  problemsOf(withPart(part, replacement, TOKENS))

const more = (
  client: string,
) => `${TOKENS}  desk: { profile: chat, toolsets: [booking], scopes: [reservations:read], ${client} }
`

describe('tokens', () => {
  test('are taken with defaults for what is left out', () => {
    const config = load(TOKENS)
    expect(config.server.oauth).toEqual({
      resource: 'https://tools.example.com/mcp',
      scopes: [],
      issuers: [
        {
          issuer: ISSUER,
          jwksUri: undefined,
          algorithms: ['RS256', 'ES256', 'PS256', 'EdDSA'],
          clientClaims: ['client_id', 'azp'],
          scopeClaims: ['scope', 'scp'],
        },
      ],
    })
    expect(tokenClientsOf(config)).toEqual([
      { client: 'voice', issuer: ISSUER, clientIds: ['phone-app'], subjects: undefined },
    ])
    expect(Object.isFrozen(config.server.oauth?.issuers[0])).toBe(true)
  })

  test('are taken as they are written', () => {
    const written = `{ issuer: '${ISSUER}', jwksUri: 'https://keys.example.com/all', algorithms: [ES384], clientClaim: appid, scopeClaim: permissions }`
    const config = load(withPart(`{ issuer: '${ISSUER}' }`, written, TOKENS))
    expect(config.server.oauth?.issuers).toEqual([
      {
        issuer: ISSUER,
        jwksUri: 'https://keys.example.com/all',
        algorithms: ['ES384'],
        clientClaims: ['appid'],
        scopeClaims: ['permissions'],
      },
    ])
  })

  test('are nobody’s where the file says nothing of them', () => {
    const config = load(GOOD)
    expect(config.server.oauth).toBeUndefined()
    expect(tokenClientsOf(config)).toEqual([])
    expect(clientsOf(config)[0]).not.toHaveProperty('stepsUp')
  })

  test.each(['none', 'HS256'])('are never signed with %s', (algorithm) => {
    expect(tokens(`'${ISSUER}' }`, `'${ISSUER}', algorithms: [${algorithm}] }`)).toEqual([
      expect.stringMatching(
        /^toolcrib.yaml:6:61 {2}server.oauth.issuers\[0\].algorithms: must be RS256, .* or EdDSA/,
      ),
    ])
  })

  test.each([
    'http://login.example.com',
    'https://login.example.com?x=1',
    'https://a:b@login.example.com',
    'ftp://x',
    'login',
  ])('are not taken from an issuer such as %s', (issuer) => {
    expect(tokens(`'${ISSUER}'`, `'${issuer}'`)).toEqual([
      'toolcrib.yaml:6:19  server.oauth.issuers[0].issuer: must be an https address, or http on this machine, without a query, a fragment or a password.',
    ])
  })

  test.each(['http://127.0.0.1:9', 'http://localhost:9/realm', 'http://[::1]:9'])(
    'are taken from an issuer on this machine such as %s',
    (issuer) => {
      expect(tokens(`'${ISSUER}'`, `'${issuer}'`)).toEqual([])
    },
  )

  test.each([
    'https://tools.example.com',
    'https://Tools.example.com/mcp',
    'https://tools.example.com:443/mcp',
    'https://tools.example.com/mcp/',
    'http://tools.example.com/mcp',
  ])('are not made for %s', (resource) => {
    expect(tokens('https://tools.example.com/mcp', resource)).toEqual([
      expect.stringMatching(
        /^toolcrib.yaml:4:15 {2}server.oauth.resource: must be the address of \/mcp/,
      ),
    ])
  })

  test('of a scope that no tool uses are not asked for', () => {
    expect(tokens('    issuers:', '    scopes: [reservation:read]\n    issuers:')).toEqual([
      'toolcrib.yaml:5:14  server.oauth.scopes: no tool uses the scope "reservation:read". Did you mean "reservations:read"?',
    ])
  })

  test('are refused a client where the server has no issuer, with the line', () => {
    const [, ...rest] = TOKENS.split(SERVER)
    expect(problemsOf(`server:\n  port: 9000\n${rest.join('')}`)).toEqual([
      'toolcrib.yaml:13:5  clients.voice.oauth: no token can be checked without server.oauth. Add it, or remove this.',
    ])
  })

  test('of an issuer that is not there are refused, with the one that was meant', () => {
    expect(
      tokens(
        'clientIds: [phone-app]',
        `issuer: 'https://login.exampel.com', clientIds: [phone-app]`,
      ),
    ).toEqual([
      `toolcrib.yaml:17:22  clients.voice.oauth.issuer: server.oauth has no such issuer. Did you mean "${ISSUER}"?`,
    ])
  })

  test('of several issuers have to be told apart, and no issuer stands twice', () => {
    const line = `      - { issuer: '${ISSUER}' }\n`
    expect(tokens(line, `${line}${OTHER}`)).toEqual([
      `toolcrib.yaml:18:5  clients.voice.oauth: say whose tokens, with issuer. Issuers: ${ISSUER}, https://id.example.org/.`,
    ])
    expect(tokens(line, `${line}${line}`)).toContain(
      'toolcrib.yaml:7:19  server.oauth.issuers[1].issuer: the same issuer stands here twice. Remove one.',
    )
  })

  test('are never those of two clients', () => {
    expect(problemsOf(more('oauth: { clientIds: [other, phone-app] }'))).toEqual([
      'toolcrib.yaml:20:104  clients.desk.oauth.clientIds: tokens of "phone-app" belong to voice already. Give each client its own, or tell them apart by subjects.',
    ])
    expect(problemsOf(more(`oauth: { issuer: '${ISSUER}', clientIds: [phone-app] }`))).toHaveLength(
      1,
    )
    expect(problemsOf(more('oauth: { clientIds: [phone-app], subjects: [ada] }'))).toEqual([])
    const third = `  boss: { profile: chat, toolsets: [booking], scopes: [reservations:read], oauth: { clientIds: [phone-app], subjects: [bob, ada] } }
`
    expect(problemsOf(more('oauth: { clientIds: [phone-app], subjects: [ada] }') + third)).toEqual([
      expect.stringMatching(/clients.boss.oauth.subjects: "ada" belong to desk already/),
    ])
  })

  test('are told apart by a misspelt key no more than anything else', () => {
    expect(tokens('clientIds: [phone-app]', 'clientId: [phone-app]')).toEqual([
      'toolcrib.yaml:17:5  clients.voice.oauth.clientIds: is missing. It must be a list, such as [a, b].',
      'toolcrib.yaml:17:14  clients.voice.oauth.clientId: there is no such key. Did you mean "clientIds"?',
    ])
  })
})

describe('the header with the acting user', () => {
  const trusting = (line: string) =>
    withPart('    toolsets: [booking]', `    toolsets: [booking]\n${line}`)

  test('is trusted only where the file says so', () => {
    expect(clientsOf(load(GOOD))[0]).not.toHaveProperty('trustsUserHeader')
    expect(clientsOf(load(trusting('    trustsUserHeader: true')))[0]?.trustsUserHeader).toBe(true)
  })

  test('is not trusted of a client that always calls for the same person', () => {
    expect(problemsOf(trusting('    user: { id: u-1 }\n    trustsUserHeader: true'))).toEqual([
      'toolcrib.yaml:14:23  clients.voice.trustsUserHeader: a client with a user of its own always calls for that one. Remove user, or set this to false.',
    ])
  })
})
