import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { serveOverHttp } from '../../src/mcp/http/serve.ts'
import { systemClock } from '../../src/system-clock.ts'
import { jsonModule, testModule } from './fixture-module.ts'

const CONFIG = `
server: { port: 0, dataDir: data, demo: true }
modules: { test: {}, json: {} }
clients:
  suite:
    profile: full
    tools: { include: ['*'] }
    scopes: [conformance]
`

export interface Served {
  /** With the client in it: the suite's own clients send no credential. */
  readonly url: string
  close(): Promise<void>
}

/** Serves the fixture tools behind everything a deployment has, in `dir`. */
export async function serveFixtures(dir: string): Promise<Served> {
  let changeTools = async (): Promise<void> => {}
  const file = join(dir, 'toolcrib.yaml')
  writeFileSync(file, CONFIG)
  const builtIn = [testModule(() => changeTools()), jsonModule]
  const config = loadConfig(file, { builtIn, imported: new Map() }, {})
  const app = await openApp({ config, clock: systemClock, recordCall: () => {} })
  const server = await serveOverHttp(app, {
    ...config.server,
    isHealthy: async () => true,
    onRefused: () => {},
    onTrouble: (error) => void process.stderr.write(`${error.message}\n`),
  })
  return {
    url: `${server.url}/mcp?client=suite`,
    async close() {
      await server.close()
      await app.close()
    },
  }
}
