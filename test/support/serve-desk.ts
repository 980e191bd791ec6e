import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import { serveOverHttp, type HttpServer } from '../../src/mcp/http/serve.ts'
import type { SessionLimits } from '../../src/mcp/http/session-table.ts'
import { deskModule, type Desk } from './desk.ts'
import { MAIN } from './run-program.ts'
import { startApp, type StartedApp } from './start-app.ts'
import { tempDir } from './temp-dir.ts'

const CONFIG = `
server: { port: 0, demo: true, dataDir: data }
modules: { desk: {} }
clients:
  a: { profile: full, tools: { include: ['*'] }, highestTier: write }
  b: { profile: full, tools: { include: ['*'] }, highestTier: write }
  reader: { profile: full, tools: { include: ['*'] } }
  held: { profile: chat, tools: { include: ['*'] }, sessions: always }
  loose: { profile: chat, tools: { include: ['*'] }, sessions: never }
`

export interface ServedDesk extends StartedApp {
  readonly desk: Desk
  readonly server: HttpServer
  readonly port: number
  urlFor(client: string): string
}

/** The desk over real HTTP, with sessions, by a clock to turn. */
export async function serveDesk(
  limits: Partial<SessionLimits> = {},
  yaml: string = CONFIG,
): Promise<ServedDesk> {
  const { module, desk } = deskModule()
  const started = await startApp(yaml, [module])
  const server = await serveOverHttp(started.app, {
    host: '127.0.0.1',
    port: 0,
    demo: true,
    allowedHosts: [],
    allowedOrigins: [],
    maxBodyBytes: 10_000,
    clock: started.clock,
    sessions: { perClient: 20, total: 100, idleMs: 900_000, ...limits },
    isLive: true,
    isHealthy: async () => true,
    onRefused: () => {},
    onTrouble: () => {},
  })
  onTestFinished(async () => {
    desk.release()
    await server.close()
  })
  return {
    ...started,
    desk,
    server,
    port: Number(new URL(server.url).port),
    urlFor: (client) => `${server.url}/mcp?client=${client}`,
  }
}

/** The arguments of `node` that serve the desk to the client `a` over stdio, in a process of its own. */
export function deskOverStdio(): readonly string[] {
  const file = join(tempDir(), 'toolcrib.yaml')
  const use = join(import.meta.dirname, 'desk.ts')
  writeFileSync(file, CONFIG.replace('desk: {}', `desk: { use: ${use} }`))
  return [MAIN, 'serve', '--stdio', '--client', 'a', '--config', file]
}
