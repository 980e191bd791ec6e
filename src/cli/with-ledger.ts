import { existsSync } from 'node:fs'

import { openLedger, type Ledger } from '../audit/open-ledger.ts'
import type { Config } from '../config/config.ts'
import { Problems } from '../kernel/catalog.ts'
import { databaseFile } from '../store/places.ts'

/** Opens the deployment's ledger for reading. Throws `Problems` when there is none. */
export async function withLedger<T>(
  { server }: Config,
  use: (ledger: Ledger) => T | Promise<T>,
): Promise<T> {
  const file = databaseFile(server.dataDir)
  if (!existsSync(file))
    throw new Problems([
      `There is no ledger yet: ${file} does not exist. The first start makes it.`,
    ])
  const ledger = opened(file)
  try {
    return await use(ledger)
  } finally {
    ledger.close()
  }
}

function opened(file: string): Ledger {
  try {
    return openLedger(file)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Problems([
      why.includes('no such table')
        ? `${file} is of an older version and has no ledger yet. The next start makes one.`
        : `${file} cannot be read: ${why}`,
    ])
  }
}
