import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'

import { startProvider, type TestProvider } from '../support/oidc-provider.ts'
import { bearer, LIST, postMcp } from '../support/post-mcp.ts'
import { freePort, serveWithTokens, type TokenShop } from '../support/serve-with-tokens.ts'

const CLIENTS = `
  robot: { profile: full, tools: { include: ['*'] }, highestTier: write, scopes: ['shop:read', 'shop:write'], oauth: { clientIds: [robot], stepUp: true } }
  app: { profile: full, tools: { include: ['*'] }, highestTier: write, scopes: ['shop:read', 'shop:write'], oauth: { clientIds: [app], stepUp: true } }
`
const CALLBACK = 'http://127.0.0.1/callback'
const ERAS = ['legacy', { pin: '2026-07-28' }] as const

async function open(): Promise<{ provider: TestProvider; served: TokenShop }> {
  const port = await freePort()
  const provider = await startProvider(`http://127.0.0.1:${port}/mcp`)
  const served = await serveWithTokens({
    port,
    issuer: provider.issuer,
    clients: CLIENTS,
    scopes: ['shop:read'],
  })
  return { provider, served }
}

type Mode = (typeof ERAS)[number]

function newClient(mode: Mode = 'legacy'): Client {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
  onTestFinished(() => client.close())
  return client
}

const robot = ({ issuer }: TestProvider) =>
  new ClientCredentialsProvider({
    clientId: 'robot',
    clientSecret: 'robot-secret',
    expectedIssuer: issuer,
  })

/** What an application keeps of one person's login, and where it would send their browser. */
function login() {
  let tokens: StoredOAuthTokens | undefined
  let verifier = ''
  let discovered: OAuthDiscoveryState | undefined
  const visits: URL[] = []
  const provider: OAuthClientProvider = {
    redirectUrl: CALLBACK,
    clientMetadata: { redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' },
    clientInformation: () => ({ client_id: 'app' }),
    tokens: () => tokens,
    saveTokens: (next) => void (tokens = next),
    redirectToAuthorization: (url) => void visits.push(url),
    saveCodeVerifier: (next) => void (verifier = next),
    codeVerifier: () => verifier,
    saveDiscoveryState: (next) => void (discovered = next),
    discoveryState: () => discovered,
  }
  return { provider, visits }
}

const texts = z.object({ content: z.array(z.looseObject({ text: z.string().optional() })) })

async function ordered(client: Client): Promise<string | undefined> {
  const result = await client.callTool({ name: 'shop_order', arguments: { item: 'mug' } })
  return texts.parse(result).content[0]?.text
}

const namesOf = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name)

describe('a service with a real OpenID provider', () => {
  it.each(ERAS)(
    'finds the provider by our 401, gets a token for itself, and a wider one when a call needs it (%o)',
    async (mode) => {
      const { provider, served } = await open()
      const client = newClient(mode)
      const authProvider = robot(provider)
      await client.connect(new StreamableHTTPClientTransport(new URL(served.url), { authProvider }))
      expect(await namesOf(client)).toContain('shop_order')
      // Its token can only read; it gets itself another one on the way.
      expect(await ordered(client)).toBe('Ordered mug.')
      expect(served.shop.ran).toEqual(['order mug'])
      expect(served.troubles).toEqual([])
    },
  )

  it('goes on across a new key of the provider, while the old key ends within five minutes', async () => {
    const { provider, served } = await open()
    const before = await tokenFor(provider, served)
    expect((await postMcp(served.url, LIST, bearer(before))).status).toBe(200)
    await provider.rotate()
    const after = await tokenFor(provider, served)
    served.clock.turn(30_000)
    expect((await postMcp(served.url, LIST, bearer(after))).status).toBe(200)
    // The fetch for the new key has shown that the old one is gone.
    expect((await postMcp(served.url, LIST, bearer(before))).status).toBe(401)
    await provider.rotate()
    served.clock.turn(300_000)
    expect((await postMcp(served.url, LIST, bearer(after))).status).toBe(401)
  })
})

describe('a person with a real OpenID provider', () => {
  it.each(ERAS)(
    'logs in once for reading, and once more when a call needs more (%o)',
    async (mode) => {
      const { provider, served } = await open()
      const { provider: authProvider, visits } = login()
      const url = new URL(served.url)
      const first = new StreamableHTTPClientTransport(url, { authProvider })
      await expect(newClient(mode).connect(first)).rejects.toThrow(UnauthorizedError)
      expect(visits[0]?.searchParams.get('scope')).toBe('shop:read')
      expect(visits[0]?.searchParams.get('resource')).toBe(served.url)
      await first.finishAuth((await back(provider, visits)).searchParams)

      const client = newClient(mode)
      const transport = new StreamableHTTPClientTransport(url, { authProvider })
      await client.connect(transport)
      expect(await namesOf(client)).toContain('shop_order')
      await expect(ordered(client)).rejects.toThrow(UnauthorizedError)
      expect(served.shop.ran).toEqual([])
      expect(visits[1]?.searchParams.get('scope')?.split(' ').toSorted()).toEqual([
        'shop:read',
        'shop:write',
      ])
      await transport.finishAuth((await back(provider, visits)).searchParams)
      expect(await ordered(client)).toBe('Ordered mug.')

      const token = (await authProvider.tokens())?.access_token ?? ''
      const principal = await served.app.authenticate({
        credential: { kind: 'bearer', token },
        narrowing: {},
      })
      expect(principal?.user).toEqual({
        id: `${provider.issuer} ada`,
        name: 'ada',
        email: 'ada@example.com',
      })
      expect(served.logged()).not.toContain(token)
    },
  )

  it('S31: gets nowhere with the ID token or the refresh token of the same login', async () => {
    const { provider, served } = await open()
    const all = await loginByHand(provider, served)
    const status = async (token: string) => (await postMcp(served.url, LIST, bearer(token))).status
    expect(await status(all.access_token)).toBe(200)
    expect(await status(all.id_token)).toBe(401)
    expect(await status(all.refresh_token)).toBe(401)
  })
})

async function back(provider: TestProvider, visits: readonly URL[]): Promise<URL> {
  const visit = visits.at(-1)
  if (!visit) throw new Error('Nobody was sent to the provider.')
  return provider.visit(visit, 'ada')
}

const answered = z.object({ access_token: z.string() })

async function tokenFor({ issuer }: TestProvider, { url }: TokenShop): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('robot:robot-secret')}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'shop:read',
      resource: url,
    }),
  })
  return answered.parse(await answer.json()).access_token
}

async function loginByHand(provider: TestProvider, { url }: TokenShop) {
  const verifier = randomBytes(32).toString('base64url')
  const authorize = new URL(`${provider.issuer}/auth`)
  authorize.search = new URLSearchParams({
    client_id: 'app',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid offline_access shop:read',
    prompt: 'consent',
    resource: url,
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  }).toString()
  const callback = await provider.visit(authorize, 'ada')
  const answer = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'app',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      resource: url,
    }),
  })
  return z
    .object({ access_token: z.string(), id_token: z.string(), refresh_token: z.string() })
    .parse(await answer.json())
}
