import { readFileSync, writeFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'

import { demoDeployment } from '../support/demo-deployment.ts'

/** Of the client whose calls must get through, and of the one that misbehaves although it has a key. */
export const KEYS = {
  honest: 'key-of-the-client-that-is-honest',
  rough: 'key-of-the-client-that-misbehaves',
} as const

const CLIENT = {
  profile: 'voice',
  toolsets: ['guest'],
  highestTier: 'write',
  scopes: ['reservations:read', 'reservations:write', 'customers:verify'],
  // The attacks are on the server; how fast one client may call is another guard's, with tests of its own.
  callsPerMinute: 10_000_000,
} as const

/** Puts the demo's tools into `folder`, for two clients with keys. Returns the config file. */
export function configIn(folder: string, server: Readonly<Record<string, unknown>>): string {
  const file = demoDeployment(folder)
  const shipped: { server: object } = parse(readFileSync(file, 'utf8'))
  const config = {
    ...shipped,
    server: { ...shipped.server, ...server, demo: false },
    clients: {
      honest: { ...CLIENT, credential: { env: 'HONEST_KEY' } },
      rough: { ...CLIENT, credential: { env: 'ROUGH_KEY' } },
    },
  }
  writeFileSync(file, stringify(config, { aliasDuplicateObjects: false }))
  return file
}
