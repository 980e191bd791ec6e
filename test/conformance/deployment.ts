import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { serveOverHttp } from '../../src/mcp/http/serve.ts'
import { systemClock } from '../../src/system-clock.ts'
import { jsonModule, testModule } from './fixture-module.ts'
import { keyBearer } from './key-bearer.ts'

/** A deployment with a key, a clearance, a ledger and all else. The suite wants its own origin let in. */
const configFor = (port: number): string => `
server: { port: 0, dataDir: data, allowedOrigins: ['http://127.0.0.1:${port}'] }
modules: { test: {}, json: {} }
clients:
  suite:
    profile: full
    credential: { env: CONFORMANCE_KEY }
    tools: { include: ['*'] }
    scopes: [conformance]
    sessions: always
`

export interface Served {
  /** Where the suite's clients go. */
  readonly url: string
  close(): Promise<void>
}

/** Serves the fixture tools behind everything that a deployment has, in `dir`. */
export async function serveFixtures(dir: string): Promise<Served> {
  let changeTools = async (): Promise<void> => {}
  const key = randomBytes(32).toString('base64url')
  const bearer = await keyBearer(key)
  const file = join(dir, 'toolcrib.yaml')
  writeFileSync(file, configFor(bearer.port))
  const builtIn = [testModule(() => changeTools()), jsonModule]
  const config = loadConfig(file, { builtIn, imported: new Map() }, { CONFORMANCE_KEY: key })
  const app = await openApp({ config, clock: systemClock, recordCall: () => {} })
  const server = await serveOverHttp(app, {
    ...config.server,
    clock: systemClock,
    isLive: true,
    isHealthy: async () => true,
    onRefused: () => {},
    // What the suite sends amiss is told here by the hundred.
    onTrouble: () => {},
  })
  bearer.leadTo(Number(new URL(server.url).port))
  changeTools = () => server.listChanged()
  return {
    url: `http://127.0.0.1:${bearer.port}/mcp`,
    async close() {
      await bearer.close()
      await server.close()
      await app.close()
    },
  }
}
