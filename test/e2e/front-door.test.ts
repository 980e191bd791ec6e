import { Agent } from 'node:http'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { exchangeable } from '../../src/exchangeable.ts'
import { startCall } from '../../src/kernel/call.ts'
import { addKey } from '../../src/policy/api-keys.ts'
import { databaseFile } from '../../src/store/places.ts'
import { sqliteStores } from '../../src/store/sqlite/stores.ts'
import { bearer, callOfTool, LIST, namesIn, postMcp, textIn } from '../support/post-mcp.ts'
import { modern, sendRaw } from '../support/post-raw.ts'
import {
  nowSeconds,
  serveWithTokens,
  TOKEN_CLIENTS,
  type TokenSetting,
  type TokenShop,
} from '../support/serve-with-tokens.ts'
import { startIssuer } from '../support/token-issuer.ts'

const ALL = 'shop:read shop:write'

async function open(setting: Partial<TokenSetting> = {}) {
  const issuer = await startIssuer()
  const served = await serveWithTokens({ issuer: issuer.issuer, ...setting })
  const claims = (more: object) => {
    const now = nowSeconds()
    return {
      aud: served.url,
      sub: 'ada',
      client_id: 'app',
      scope: ALL,
      iat: now,
      exp: now + 600,
      ...more,
    }
  }
  const token = (more: object = {}) => issuer.sign(claims(more))
  const list = async (more: object = {}, url = served.url) =>
    postMcp(url, LIST, bearer(await token(more)))
  return { ...served, issuer, token, list }
}

/** The address of a toolset, as clients write it. */
const at = ({ url }: Pick<TokenShop, 'url'>, toolset: string) =>
  url.replace(/mcp$/, `${toolset}/mcp`)

function keyFor({ dir, clock }: TokenShop, client: string): string {
  const stores = sqliteStores(databaseFile(join(dir, 'data')), clock)
  try {
    return addKey(stores.keys, 'tck', client, 0)
  } finally {
    stores.close()
  }
}

const metadataOf = async (url: string, init: RequestInit = {}) => {
  const answer = await fetch(url, init)
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}

describe('whoever comes without a token', () => {
  it('S30: is told where to find who issues them', async () => {
    const house = await open({ scopes: ['shop:read'] })
    const answer = await postMcp(house.url, LIST)
    const { origin } = new URL(house.url)
    const where = `${origin}/.well-known/oauth-protected-resource/mcp`
    expect(answer.status).toBe(401)
    expect(answer.challenge).toBe(`Bearer scope="shop:read", resource_metadata="${where}"`)
    const { status, body, headers } = await metadataOf(where)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(body)).toEqual({
      resource: house.url,
      authorization_servers: [house.issuer.issuer],
      bearer_methods_supported: ['header'],
      scopes_supported: ['shop:read'],
    })
    expect((await metadataOf(`${origin}/.well-known/oauth-protected-resource`)).body).toBe(body)
  })

  it('S30: is told of each toolset as a resource of its own, the same whether there is one or not', async () => {
    const house = await open()
    const { origin } = new URL(house.url)
    for (const toolset of ['front', 'nonsense']) {
      const where = `${origin}/.well-known/oauth-protected-resource/${toolset}/mcp`
      const answer = await postMcp(at(house, toolset), LIST)
      expect(answer.challenge).toBe(`Bearer resource_metadata="${where}"`)
      const { body } = await metadataOf(where)
      expect(JSON.parse(body)).toMatchObject({ resource: at(house, toolset) })
    }
  })

  it('S30: learns it only under an allowed Host and Origin, and by reading', async () => {
    const origin = 'https://app.example.com'
    const house = await open({ allowedOrigins: [origin] })
    const where = `${new URL(house.url).origin}/.well-known/oauth-protected-resource/mcp`
    expect((await metadataOf(where, { headers: { origin: 'https://evil.example' } })).status).toBe(
      403,
    )
    const { status, headers } = await metadataOf(where, { headers: { origin } })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin])
    const ask = { origin, 'access-control-request-method': 'GET' }
    expect((await metadataOf(where, { method: 'OPTIONS', headers: ask })).status).toBe(204)
    expect((await metadataOf(where, { method: 'POST' })).status).toBe(404)
    expect((await metadataOf(`${where}/more`)).status).toBe(404)
    const posted = await postMcp(house.url, LIST, { origin })
    expect(posted.headers['access-control-expose-headers']).toContain('www-authenticate')
  })

  it('S32: is not let in by a token in the address, not even beside a good one in the header', async () => {
    const house = await open()
    const token = await house.token()
    const url = `${house.url}?access_token=${token}`
    expect((await postMcp(url, LIST)).status).toBe(401)
    expect((await postMcp(url, LIST, bearer(token))).status).toBe(401)
    expect(house.logged()).not.toContain(token)
  })
})

describe('a token', () => {
  it('S33: is in no log, no record and no answer', async () => {
    const house = await open()
    const token = await house.token({ jti: 'canary-7731' })
    const bad = await house.token({ jti: 'canary-7731', aud: 'https://other.example' })
    const answers = [
      await postMcp(house.url, LIST, bearer(token)),
      await postMcp(house.url, callOfTool('shop_order', { item: 'mug' }), bearer(token)),
      await postMcp(house.url, callOfTool('shop_leak', { how: 'throw' }), bearer(token)),
      await postMcp(house.url, callOfTool('shop_nothing'), bearer(token)),
      await postMcp(house.url, LIST, bearer(bad)),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 401])
    const files = readdirSync(house.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    const everything = [house.logged(), ...files, JSON.stringify(answers)].join('\n')
    for (const each of [token, bad])
      for (const part of each.split('.')) expect(everything.includes(part)).toBe(false)
  })

  it('S35: has at most the scopes of its client, and at most its own; a star is a word like any other', async () => {
    const house = await open()
    const names = async (scope: string | undefined) => {
      const answer = await house.list({ scope })
      return answer.status === 200 ? namesIn(answer) : answer.status
    }
    expect(await names(ALL)).toContain('shop_order')
    expect(await names('shop:read')).not.toContain('shop_order')
    expect(await names('shop:read')).toContain('shop_check')
    expect(await names('shop:read admin:all *')).toEqual(await names('shop:read'))
    expect(await names(undefined)).toBe(404)
    const answer = await postMcp(
      house.url,
      callOfTool('shop_order', { item: 'mug' }),
      bearer(await house.token({ scope: 'shop:read' })),
    )
    expect(textIn(answer)).toMatch(/^There is no tool called shop_order\./)
    expect(house.shop.ran).toEqual([])
  })

  it('reads its scopes from a list, too', async () => {
    const house = await open()
    expect(namesIn(await house.list({ scope: undefined, scp: ['shop:read'] }))).toContain(
      'shop_check',
    )
  })

  it('that was made for one toolset opens no other, whatever the address', async () => {
    const house = await open()
    const aud = at(house, 'front')
    for (const url of [house.url, aud])
      expect(namesIn(await house.list({ aud }, url))).toEqual(['shop_check', 'shop_order'])
    expect((await house.list({ aud }, at(house, 'back'))).status).toBe(404)
    expect((await house.list({ aud: at(house, 'nonsense') })).status).toBe(404)
    expect(namesIn(await house.list({ aud: [aud, house.url] })).length).toBeGreaterThan(2)
  })

  it('is the client that names its subject, before the one that takes everybody', async () => {
    const house = await open()
    expect(namesIn(await house.list({ sub: 'the-boss' }))).toEqual(['shop_say'])
    expect(namesIn(await house.list({ sub: 'the-boss', client_id: 'steps' }))).toContain(
      'shop_order',
    )
  })

  it('S11 and S20: of one principal says nothing for the next request on the same socket', async () => {
    const house = await open()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<unknown>()
    agent.on('free', (socket: { localPort?: number }) => ports.add(socket.localPort))
    const [app, boss] = [await house.token(), await house.token({ sub: 'the-boss' })]
    const ask = async (headers: Record<string, string>) => postMcp(house.url, LIST, headers, agent)
    expect(namesIn(await ask(bearer(app)))).toContain('shop_order')
    expect(namesIn(await ask(bearer(boss)))).toEqual(['shop_say'])
    expect((await ask({})).status).toBe(401)
    expect((await ask({ 'mcp-session-id': 'made-up' })).status).toBe(401)
    expect(namesIn(await ask(bearer(app)))).toContain('shop_order')
    expect(ports.size).toBe(1)
    agent.destroy()
  })
})

describe('a configuration that changes while it is served', () => {
  it('shuts a client out at its next call, once it is gone from it or its tokens are somebody else’s', async () => {
    const house = await open()
    const { app, exchange } = exchangeable(house.app)
    const token = await house.token()
    const clientOf = async () =>
      (await app.authenticate({ credential: { kind: 'bearer', token }, narrowing: {} }))?.client
        .name
    expect(await clientOf()).toBe('app')
    const reload = async (clients: string) => {
      const next = await house.reopen(clients)
      await exchange(next)
    }
    const app2 = TOKEN_CLIENTS.replace('clientIds: [app] }', 'clientIds: [other] }')
    await reload(app2)
    expect(await clientOf()).toBeUndefined()
    await reload(TOKEN_CLIENTS.replace(/ {2}app: .*\n/, '').replace(/ {2}boss: .*\n/, ''))
    expect(await clientOf()).toBeUndefined()
    await reload(TOKEN_CLIENTS)
    expect(await clientOf()).toBe('app')
  })
})

describe('the person behind a token', () => {
  const claims = { name: 'Ada', email: 'ada@example.com', email_verified: true }

  it('is the acting user, with an address only if the issuer has verified it', async () => {
    const house = await open()
    const userOf = async (more: object) => {
      const credential = { kind: 'bearer', token: await house.token(more) } as const
      return (await house.app.authenticate({ credential, narrowing: {} }))?.user
    }
    const id = `${house.issuer.issuer} ada`
    expect(await userOf(claims)).toEqual({ id, name: 'Ada', email: 'ada@example.com' })
    for (const email_verified of [false, 'true', undefined])
      expect(await userOf({ ...claims, email_verified })).toEqual({ id, name: 'Ada' })
    expect(await userOf({})).toEqual({ id, name: 'ada' })
    // What a client got for itself has no person.
    expect(await userOf({ sub: 'app' })).toBeUndefined()
    expect(await userOf({ sub: undefined })).toBeUndefined()
  })

  it('does not meet another one in a conversation of the same name', async () => {
    const house = await open()
    const call = async (sub: string, name: string) => {
      const headers = { ...bearer(await house.token({ sub })), 'toolcrib-conversation': 'room-1' }
      return textIn(await postMcp(house.url, callOfTool(name), headers))
    }
    await call('ada', 'shop_unlock')
    expect(await call('ada', 'shop_open')).toBe('The safe is open.')
    expect(await call('bob', 'shop_open')).toMatch(/^The caller is not verified yet\./)
  })
})

describe('a client with step-up', () => {
  const token = { client_id: 'steps', scope: 'shop:read' }

  it('S34: sees what its token lacks only scopes for, and is told all of them when it calls', async () => {
    const house = await open()
    expect(namesIn(await house.list(token))).toContain('shop_order')
    const order = callOfTool('shop_order', { item: 'mug' })
    const answer = await postMcp(house.url, order, bearer(await house.token(token)))
    const { origin } = new URL(house.url)
    expect(answer.status).toBe(403)
    expect(answer.challenge).toBe(
      `Bearer error="insufficient_scope", scope="shop:write", resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`,
    )
    expect(house.shop.ran).toEqual([])
    const more = await house.token({ ...token, scope: ALL })
    expect(textIn(await postMcp(house.url, order, bearer(more)))).toContain('Ordered mug.')
    expect(house.shop.ran).toEqual(['order mug'])
    expect(house.logged()).toContain('"outcome":"insufficient_scope"')
  })

  it('S6: hears of headers that contradict its body before it hears of its rights, and nothing of them is on record', async () => {
    const house = await open()
    const { message, headers } = modern('tools/call', { name: 'shop_order', arguments: {} })
    const auth = bearer(await house.token(token))
    const asIf = (name: string) =>
      sendRaw(house.url, message, { headers: { ...headers, ...auth, 'mcp-name': name } })
    const { status, body } = await asIf('shop_check')
    expect([status, body.error?.code]).toEqual([400, -32_020])
    expect(house.logged()).not.toContain('insufficient_scope')
    expect((await asIf('shop_order')).status).toBe(403)
    // Nor is an address without tools told from one with some.
    const list = modern('tools/list')
    const lost = { headers: { ...list.headers, ...auth, 'mcp-method': 'tools/call' } }
    const nowhere = await sendRaw(`${house.url}?tools=none_such`, list.message, lost)
    expect([nowhere.status, nowhere.body.error?.code]).toEqual([400, -32_020])
  })

  it('S34: is told nothing of a tool that is hidden for another reason, in the words for one that is not there', async () => {
    const say = async (name: string, clients: string, without: readonly string[] = []) => {
      const house = await open({ clients, without })
      const nothing = bearer(await house.token({ ...token, scope: '' }))
      const answer = await postMcp(house.url, callOfTool(name), nothing)
      expect(answer.status, name).toBe(200)
      return textIn(answer)
    }
    // Excluded, and above its tier; each in the words of a house that has no such tool at all.
    const steps = (more: string) => `
  steps: { profile: full, tools: { include: ['shop_*'] ${more} }, scopes: ['shop:read', 'shop:write'], oauth: { clientIds: [steps], stepUp: true } }
`
    const excluded = await say('shop_leak', steps(', exclude: [shop_leak]'))
    expect(excluded).toBe(await say('shop_leak', steps(''), ['leak']))
    expect(await say('shop_order', steps(''))).toBe(await say('shop_order', steps(''), ['order']))
  })

  it('S34: is not shown a tool whose scopes it does not hold itself, whatever token it gets', async () => {
    const house = await open({
      clients: `
  steps: { profile: full, tools: { include: ['shop_*'] }, highestTier: write, scopes: ['shop:read'], oauth: { clientIds: [steps], stepUp: true } }
`,
    })
    expect(namesIn(await house.list({ ...token, scope: '' }))).toContain('shop_check')
    expect(namesIn(await house.list({ ...token, scope: '' }))).not.toContain('shop_order')
    expect(namesIn(await house.list({ ...token, scope: ALL }))).not.toContain('shop_order')
  })

  it('is refused by the policy as well, should a call come past the edge', async () => {
    const house = await open()
    const outcome = await house.app.run(
      startCall({
        caller: { credential: { kind: 'bearer', token: await house.token(token) }, narrowing: {} },
        toolName: 'shop_order',
        rawArguments: { item: 'mug' },
        signal: new AbortController().signal,
      }),
    )
    expect(outcome).toMatchObject({ kind: 'failure', error: { code: 'insufficient_scope' } })
    expect(house.shop.ran).toEqual([])
  })
})

describe('a key beside tokens', () => {
  const CLIENTS = `
  app: { profile: full, tools: { include: ['*'] }, scopes: ['shop:read'], oauth: { clientIds: [app] } }
  crm: { profile: full, tools: { include: ['*'] }, scopes: ['shop:read'], trustsUserHeader: true }
  plain: { profile: full, tools: { include: ['*'] }, scopes: ['shop:read'] }
`
  const user = { 'toolcrib-acting-user': 'ada' }

  it('lets in as before, and out at once when it is revoked', async () => {
    const house = await open({ clients: CLIENTS })
    const key = keyFor(house, 'plain')
    expect((await postMcp(house.url, LIST, bearer(key))).status).toBe(200)
    const stores = sqliteStores(databaseFile(join(house.dir, 'data')), house.clock)
    stores.keys.revoke(key.slice(4, 12), 1)
    stores.close()
    expect((await postMcp(house.url, LIST, bearer(key))).status).toBe(401)
  })

  it('may say for whom it calls only where its client is trusted to', async () => {
    const house = await open({ clients: CLIENTS })
    const [crm, plain] = [keyFor(house, 'crm'), keyFor(house, 'plain')]
    const status = async (token: string, headers: Record<string, string>, url = house.url) =>
      (await postMcp(url, LIST, { ...bearer(token), ...headers })).status
    expect(await status(crm, user)).toBe(200)
    expect(await status(plain, user)).toBe(400)
    expect(await status(await house.token({ scope: 'shop:read' }), user)).toBe(400)
    expect(await status('tck_unknown', user)).toBe(401)
    for (const id of ['', 'two words', `x`.repeat(201), 'ad\u00e4'])
      expect(await status(crm, { 'toolcrib-acting-user': id }), id).toBe(400)
    // A name in the address is no name at all.
    const query = `${house.url}?toolcrib-acting-user=ada&acting_user=ada`
    expect(await status(plain, {}, query)).toBe(200)
    const principal = await house.app.authenticate({
      credential: { kind: 'bearer', token: crm },
      narrowing: {},
      actingUser: 'ada',
    })
    expect(principal?.user).toEqual({ id: 'ada', name: 'ada', email: undefined })
  })

  it('keeps two people apart whom one client calls for', async () => {
    const house = await open({
      clients: CLIENTS.replaceAll(
        "scopes: ['shop:read']",
        "highestTier: write, scopes: ['shop:read']",
      ),
    })
    const crm = keyFor(house, 'crm')
    const call = async (id: string, name: string) =>
      textIn(
        await postMcp(house.url, callOfTool(name), {
          ...bearer(crm),
          'toolcrib-conversation': 'room-1',
          'toolcrib-acting-user': id,
        }),
      )
    await call('ada', 'shop_unlock')
    expect(await call('ada', 'shop_open')).toBe('The safe is open.')
    expect(await call('bob', 'shop_open')).toMatch(/^The caller is not verified yet\./)
  })
})
