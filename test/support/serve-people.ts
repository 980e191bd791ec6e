import { join } from 'node:path'

import type { SessionLimits } from '../../src/mcp/http/session-table.ts'
import { addKey } from '../../src/policy/api-keys.ts'
import { databaseFile } from '../../src/store/places.ts'
import { sqliteStores } from '../../src/store/sqlite/stores.ts'
import { bearer } from './post-mcp.ts'
import { serveDesk, type ServedDesk } from './serve-desk.ts'
import { startIssuer } from './token-issuer.ts'

/** What a request shows of who it is from. */
export type Shown = Readonly<Record<string, string>>

export interface PeoplesDesk extends ServedDesk {
  /** The address for everybody. */
  readonly url: string
  /** A new access token for ten minutes from now, of the application `app` for Ada unless the claims say otherwise. */
  token(claims?: object): Promise<Shown>
  /** A new key of the client. */
  key(client: string): Shown
}

/** Tokens are made for it and compared with it; nobody goes there. */
const RESOURCE = 'http://127.0.0.1:9/mcp'

const CLIENTS = `
  app: { profile: full, tools: { include: ['*'] }, oauth: { clientIds: [app, app-on-phones] } }
  crm: { profile: full, tools: { include: ['*'] }, trustsUserHeader: true }
`

/** The desk for clients that many people share: `app` by the tokens of an issuer, `crm` by keys and a trusted header. */
export async function servePeople(limits: Partial<SessionLimits> = {}): Promise<PeoplesDesk> {
  const { issuer, sign } = await startIssuer()
  const oauth = `{ resource: '${RESOURCE}', issuers: [{ issuer: '${issuer}' }] }`
  const served = await serveDesk(
    limits,
    `
server: { port: 0, dataDir: data, oauth: ${oauth} }
modules: { desk: {} }
clients: ${CLIENTS}`,
  )
  const { clock, dir, server } = served
  return {
    ...served,
    url: `${server.url}/mcp`,
    async token(claims = {}) {
      const iat = Math.floor(clock.now() / 1_000)
      const usual = { aud: RESOURCE, sub: 'ada', client_id: 'app', iat, exp: iat + 600 }
      return bearer(await sign({ ...usual, ...claims }))
    },
    key(client) {
      const stores = sqliteStores(databaseFile(join(dir, 'data')), clock)
      try {
        return bearer(addKey(stores.keys, 'tck', client, 0))
      } finally {
        stores.close()
      }
    },
  }
}
