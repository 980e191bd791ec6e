import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

import { openApp, type App } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Clock } from '../../src/kernel/host.ts'
import { serveOverHttp } from '../../src/mcp/http/serve.ts'
import type { CallRecord } from '../../src/policy/observe.ts'
import { systemClock } from '../../src/system-clock.ts'
import { parcelsModule, type Parcels } from './parcels.ts'
import { MAIN } from './run-program.ts'
import { stdioProcess, type StdioProcess } from './stdio-process.ts'
import { tempDir } from './temp-dir.ts'

interface Setting {
  /** How long a plan, and the work itself, take where nothing holds them. */
  readonly planMs?: number
  readonly workMs?: number
  /** How long a person needs to answer. Default 0: a yes counts at once. */
  readonly confirmAfterSeconds?: number
}

/** The deployment. Its rule makes posting plan what it does, although it never asks for what these tests post. */
function deployment(
  { planMs = 0, workMs = 0, confirmAfterSeconds = 0 }: Setting,
  use?: string,
): string {
  const client = (profile: string, more = '') =>
    `{ profile: ${profile}, tools: { include: ['*'] }, highestTier: write, confirmAfterSeconds: ${confirmAfterSeconds}${more} }`
  return `
server: { port: 0, demo: true, dataDir: data }
modules:
  parcels: { ${use === undefined ? '' : `use: '${use}', `}config: { planMs: ${planMs}, workMs: ${workMs} } }
rules:
  heavy: { tools: [parcels_post], when: arguments.grams > 4000, gate: spoken }
clients:
  desk: ${client('full')}
  other: ${client('full')}
  voice: ${client('voice')}
  phone: ${client('voice')}
  loose: ${client('full', ', sessions: never')}
`
}

export interface ServedParcels {
  readonly app: App
  readonly parcels: Parcels
  /** Ends in `/mcp`. */
  urlFor(client: string): string
  readonly recorded: readonly CallRecord[]
}

/** Serves the parcels over real HTTP, with sessions as `serve` has them, in real time unless told otherwise. */
export async function serveParcels(
  setting: Setting & { readonly clock?: Clock } = {},
): Promise<ServedParcels> {
  const { clock = systemClock } = setting
  const { module, parcels } = parcelsModule()
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(file, deployment(setting))
  const config = loadConfig(file, { builtIn: [module], imported: new Map() }, {})
  const recorded: CallRecord[] = []
  const app = await openApp({
    config,
    clock,
    recordCall: (_level, record) => recorded.push(record),
  })
  const server = await serveOverHttp(app, {
    ...config.server,
    clock,
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
export function parcelsOverStdio(client: string, setting: Setting = {}): readonly string[] {
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(file, deployment(setting, join(import.meta.dirname, 'parcels.ts')))
  return [MAIN, 'serve', '--stdio', '--client', client, '--config', file]
}

export function parcelsProcess(client: string, setting: Setting = {}): StdioProcess {
  return stdioProcess(parcelsOverStdio(client, setting))
}
