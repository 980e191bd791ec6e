import { join } from 'node:path'

/** The house's own database: ledger, operations, clearances, grants, attempts and keys' hashes. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'toolcrib.db')
}

/** The secret from which the house's own keys are made. Not in the database, so that its reader has no keys. */
export function keyFile(dataDir: string): string {
  return join(dataDir, 'house.key')
}

/** While this file exists, nothing above reading is done. */
export function stopFile(dataDir: string): string {
  return join(dataDir, 'stop-writes')
}
