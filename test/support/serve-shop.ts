import { onTestFinished } from 'vitest'

import type { ServerLimits } from '../../src/http/guarded-server.ts'
import { serveOverHttp } from '../../src/mcp/http/serve.ts'
import { startShop, type StartedApp } from './start-app.ts'
import type { Shop } from './shop.ts'

export interface ServedShop extends StartedApp {
  readonly shop: Shop
  readonly url: string
  readonly port: number
  /** What the protocol layer complained about. */
  readonly troubles: readonly string[]
  /** The status of everybody who was turned away. */
  readonly refused: readonly number[]
  close(): Promise<void>
}

/** The shop over real HTTP on a free loopback port, in demo mode unless told otherwise. */
export async function serveShop(
  options: ServerLimits & {
    readonly demo?: boolean
    readonly allowedHosts?: readonly string[]
    readonly allowedOrigins?: readonly string[]
    readonly maxBodyBytes?: number
    readonly yaml?: string
    readonly isHealthy?: () => Promise<boolean>
  } = {},
): Promise<ServedShop> {
  const started = await startShop(options.yaml)
  const troubles: string[] = []
  const refused: number[] = []
  const server = await serveOverHttp(started.app, {
    host: '127.0.0.1',
    port: 0,
    demo: true,
    allowedHosts: [],
    allowedOrigins: [],
    maxBodyBytes: 10_000,
    isHealthy: async () => [...(await started.app.health()).values()].every(({ ok }) => ok),
    onRefused: ({ status }) => refused.push(status),
    onTrouble: (error) => troubles.push(error.message),
    ...options,
  })
  onTestFinished(() => server.close())
  return {
    ...started,
    url: server.url,
    port: Number(new URL(server.url).port),
    troubles,
    refused,
    close: server.close,
  }
}
