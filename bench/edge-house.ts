import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { addKey } from '../src/policy/api-keys.ts'
import { databaseFile } from '../src/store/places.ts'
import { sqliteStores } from '../src/store/sqlite/stores.ts'
import { systemClock } from '../src/system-clock.ts'

/** A deployment of Toolcrib on disk. */
export interface EdgeHouse {
  readonly dir: string
  readonly config: string
  /** The API key of its client `voice`. */
  readonly key: string
}

/** A deployment whose client `voice` has the tools of `include`, among `clients` others. */
export function edgeHouse(clients: number, include: readonly string[]): EdgeHouse {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
  const config = join(dir, 'toolcrib.yaml')
  const dataDir = join(dir, 'data')
  const module = join(import.meta.dirname, 'edge-module.ts')
  const clientOf = (name: string): string =>
    `  ${name}: { profile: voice, scopes: ["edge:read"], callsPerMinute: 10000000, tools: { include: ${JSON.stringify(include)} } }`
  const others = Array.from({ length: clients }, (_, at) => clientOf(`other${at}`))
  writeFileSync(
    config,
    [
      `server: { port: 0, dataDir: ${JSON.stringify(dataDir)} }`,
      `modules: { edge: { use: ${JSON.stringify(module)} } }`,
      'clients:',
      clientOf('voice'),
      ...others,
      '',
    ].join('\n'),
  )
  mkdirSync(dataDir)
  const stores = sqliteStores(databaseFile(dataDir), systemClock)
  const key = addKey(stores.keys, 'tck', 'voice', systemClock.now())
  stores.close()
  return { dir, config, key }
}
