import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import { openApp, type App } from '../../src/app.ts'
import type { TokenTrouble } from '../../src/auth/token-trouble.ts'
import type { Config } from '../../src/config/config.ts'
import { loadConfig } from '../../src/config/load.ts'
import { serveOverHttp } from '../../src/mcp/http/serve.ts'
import { turnedClock, type TurnedClock } from '../../src/testing/turned-clock.ts'
import { shopModule, type Shop } from './shop.ts'
import { tempDir } from './temp-dir.ts'

export interface TokenShop {
  readonly app: App
  readonly shop: Shop
  readonly dir: string
  readonly clock: TurnedClock
  /** The canonical address, which ends in `/mcp`. */
  readonly url: string
  readonly troubles: readonly TokenTrouble[]
  /** Opens the same house with other clients, as a reload does. */
  reopen(clients: string): Promise<App>
  /** Everything that was logged, as text. */
  readonly logged: () => string
}

/** Seconds since the epoch at which the clock of a `TokenShop` starts: now, because real issuers have no other time. */
export const nowSeconds = (): number => Math.floor(Date.now() / 1_000)

export interface TokenSetting {
  /** Default: a free one. */
  readonly port?: number
  readonly issuer: string
  /** More of an entry of `issuers`, as YAML. */
  readonly more?: string
  /** The `clients` part, as YAML. */
  readonly clients?: string
  /** Tools of the shop, by their short names, that are not mounted. Default: all are. */
  readonly without?: readonly string[]
  readonly scopes?: readonly string[]
  readonly allowedOrigins?: readonly string[]
}

/** `app` reads and orders by token, `steps` may ask for more, `keyed` has a key. */
export const TOKEN_CLIENTS = `
  app: { profile: full, tools: { include: ['*'] }, highestTier: write, scopes: ['shop:read', 'shop:write'], oauth: { clientIds: [app] } }
  steps: { profile: full, tools: { include: ['*'], exclude: [shop_leak] }, highestTier: write, scopes: ['shop:read', 'shop:write'], oauth: { clientIds: [steps], stepUp: true } }
  boss: { profile: full, tools: { include: [shop_say] }, scopes: ['shop:read'], oauth: { clientIds: [app], subjects: [the-boss] } }
  keyed: { profile: full, tools: { include: [shop_check] }, scopes: ['shop:read'] }
`

/** The shop over real HTTP, without demo, with the tokens of one issuer. */
export async function serveWithTokens(setting: TokenSetting): Promise<TokenShop> {
  const { module, shop } = shopModule()
  const { port = await freePort() } = setting
  const url = `http://127.0.0.1:${port}/mcp`
  const dir = tempDir()
  const file = join(dir, 'toolcrib.yaml')
  const clock = turnedClock(new Date(nowSeconds() * 1_000).toISOString())
  const troubles: TokenTrouble[] = []
  const lines: unknown[] = []
  const read = (clients: string | undefined) => {
    writeFileSync(
      file,
      deployment({ ...setting, ...(clients !== undefined && { clients }) }, url, port),
    )
    return loadConfig(file, { builtIn: [module], imported: new Map() }, {})
  }
  const openHouse = async (config: Config): Promise<App> => {
    const app = await openApp({
      config,
      clock,
      recordCall: (...line) => lines.push(line),
      onTokenTrouble: (trouble) => {
        troubles.push(trouble)
        lines.push(trouble)
      },
      onTrouble: (message) => lines.push(message),
    })
    // The clock stands still, so what never ends would be waited for without end.
    onTestFinished(async () => {
      const turning = setInterval(() => clock.turn(60_000), 1)
      await app.close()
      clearInterval(turning)
    })
    return app
  }
  const config = read(undefined)
  const app = await openHouse(config)
  const server = await serveOverHttp(app, {
    ...config.server,
    isHealthy: async () => true,
    onRefused: (refusal, remote) => lines.push([refusal, remote]),
    onTrouble: (error) => lines.push(String(error)),
  })
  onTestFinished(() => server.close())
  return {
    app,
    shop,
    dir,
    clock,
    url,
    troubles,
    reopen: (clients) => openHouse(read(clients)),
    logged: () => JSON.stringify(lines, errorsToo),
  }
}

function deployment(
  { issuer, more = '', clients = TOKEN_CLIENTS, ...setting }: TokenSetting,
  url: string,
  port: number,
): string {
  const { without = [], scopes = [], allowedOrigins = [] } = setting
  const shorts = shopModule().module.tools.map(({ name }) => name.replace('shop_', ''))
  const only = shorts.filter((short) => !without.includes(short))
  const front = ['check', 'order'].filter((short) => only.includes(short))
  return `
server:
  port: ${port}
  dataDir: data
  allowedOrigins: ${JSON.stringify(allowedOrigins)}
  oauth: { resource: '${url}', scopes: ${JSON.stringify(scopes)}, issuers: [{ issuer: '${issuer}' ${more} }] }
modules: { shop: { only: [${only.join(', ')}] } }
toolsets: { front: [${front.map((short) => `shop_${short}`).join(', ')}], back: [shop_say] }
clients: ${clients}`
}

/** A port that nobody has at this moment; the resource's address has to be known before it is served. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

/** An error's own text is what a log would have of it. */
function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.stack} ${String(value.cause)}` : value
}
