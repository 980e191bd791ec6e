import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { tempDir } from '../../support/temp-dir.ts'

/** A small deployment of the real modules: a phone agent and a colleague at a desk. */
const YAML = `server: { port: 8080, dataDir: data, demo: true }
modules:
  customers: { config: { country: US } }
toolsets:
  proofs: [customers_verify]
clients:
  voice:
    title: Phone agent
    profile: voice
    toolsets: [proofs]
    highestTier: write
    scopes: ['customers:verify']
  desk:
    profile: chat
    tools: { include: ['*'] }
    scopes: ['customers:search']
`

/** Writes the deployment, with each `from` replaced by its `to`, into a folder of its own. Returns the file. */
export function deploymentFile(
  ...changes: readonly (readonly [from: string, to: string])[]
): string {
  const yaml = changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The deployment has no ${from}`)
    return text.replace(from, to)
  }, YAML)
  const file = join(tempDir(), 'toolcrib.yaml')
  writeFileSync(file, yaml)
  return file
}

export const KEYED = ['demo: true', 'demo: false'] as const
