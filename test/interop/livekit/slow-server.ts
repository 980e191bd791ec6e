import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { openApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config/load.ts'
import { serveOverHttp } from '../../../src/mcp/http/serve.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { shopModule } from '../../support/shop.ts'

const CONFIG = `
server: { port: 0, demo: true, dataDir: data }
modules: { shop: {} }
clients:
  voice: { profile: voice, tools: { include: ['*'] }, highestTier: write, scopes: ['shop:read', 'shop:write'] }
`

/** Serves, to the client `voice`, tools that never answer: `shop_wait` reads, `shop_order` of "slow" writes. */
export async function serveSlowly(folder: string) {
  const file = join(folder, 'slow.yaml')
  writeFileSync(file, CONFIG)
  const { module, shop } = shopModule()
  const config = loadConfig(file, { builtIn: [module], imported: new Map() }, {})
  const app = await openApp({ config, clock: systemClock, recordCall: () => {} })
  const server = await serveOverHttp(app, {
    ...config.server,
    isHealthy: async () => true,
    onRefused: () => {},
    onTrouble: () => {},
  })
  return {
    url: server.url,
    async stop() {
      // A write that never ends keeps its lease, and this process with it.
      shop.release()
      await app.close()
      await server.close()
    },
  }
}
