import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import { openApp, type App } from '../../src/app.ts'
import type { Config } from '../../src/config/config.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Clock } from '../../src/kernel/host.ts'
import type { GateRule } from '../../src/kernel/gate-rule.ts'
import { serveOverHttp } from '../../src/mcp/http/serve.ts'
import type { CallRecord } from '../../src/policy/observe.ts'
import { systemClock } from '../../src/system-clock.ts'
import { parcelsModule, type Parcels } from './parcels.ts'
import { MAIN } from './run-program.ts'
import { stdioProcess, type StdioProcess } from './stdio-process.ts'
import { tempDir } from './temp-dir.ts'

const CLIENTS = `
server: { port: 0, demo: true, dataDir: data }
clients:
  desk: { profile: full, tools: { include: ['*'] }, highestTier: write }
  other: { profile: full, tools: { include: ['*'] }, highestTier: write }
  voice: { profile: voice, tools: { include: ['*'] }, highestTier: write }
  phone: { profile: voice, tools: { include: ['*'] }, highestTier: write }
`

/** Makes posting plan what it does, as a rule on its arguments would, although it never asks. */
const PLANNED: GateRule = {
  id: 'planned',
  gate: 'spoken',
  written: 'never',
  concerns: (_client, tool) => tool === 'parcels_post',
  applies: () => false,
}

export interface ServedParcels {
  readonly app: App
  readonly parcels: Parcels
  /** Ends in `/mcp`. */
  urlFor(client: string): string
  readonly recorded: readonly CallRecord[]
}

/** Serves the parcels over real HTTP, in real time unless told otherwise. A yes counts at once, likewise. */
export async function serveParcels(
  options: {
    readonly planMs?: number
    readonly workMs?: number
    readonly confirmAfterMs?: number
    readonly clock?: Clock
  } = {},
): Promise<ServedParcels> {
  const { confirmAfterMs = 0, planMs = 0, workMs = 0, clock = systemClock } = options
  const { module, parcels } = parcelsModule()
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(
    file,
    `${CLIENTS}modules: { parcels: { config: { planMs: ${planMs}, workMs: ${workMs} } } }\n`,
  )
  const loaded = loadConfig(file, { builtIn: [module], imported: new Map() }, {})
  const config: Config = {
    ...loaded,
    clients: loaded.clients.map((client) => ({ ...client, confirmAfterMs })),
    rules: [PLANNED],
  }
  const recorded: CallRecord[] = []
  const app = await openApp({
    config,
    clock,
    recordCall: (_level, record) => recorded.push(record),
  })
  const server = await serveOverHttp(app, {
    ...config.server,
    isHealthy: async () => true,
    onRefused: () => {},
    onTrouble: () => {},
  })
  onTestFinished(async () => {
    parcels.release()
    await Promise.all([app.close(), server.close()])
  })
  return { app, parcels, recorded, urlFor: (client) => `${server.url}/mcp?client=${client}` }
}

/** The arguments of `node` that serve the parcels to one client over stdio, in a process of their own. */
export function parcelsOverStdio(client: string, workMs = 0): readonly string[] {
  const file = join(tempDir(), 'toolcrib.yaml')
  const module = join(import.meta.dirname, 'parcels.ts')
  writeFileSync(
    file,
    [CLIENTS, `modules: { parcels: { use: '${module}', config: { workMs: ${workMs} } } }`].join(''),
  )
  return [MAIN, 'serve', '--stdio', '--client', client, '--config', file]
}

export function parcelsProcess(client: string, workMs = 0): StdioProcess {
  return stdioProcess(parcelsOverStdio(client, workMs))
}
