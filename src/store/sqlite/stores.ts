import type { Clock } from '../../kernel/host.ts'
import type { Stores } from '../ports.ts'
import { sqliteAttempts } from './attempts.ts'
import { sqliteGrants } from './grants.ts'
import { sqliteKeys } from './keys.ts'
import { openDatabase } from './open.ts'

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS grants (
    conversation TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    facts TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (conversation, kind, subject)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS attempts (key TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS attempts_by_key ON attempts (key, at);
  CREATE TABLE IF NOT EXISTS api_keys (
    id TEXT PRIMARY KEY,
    client TEXT NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS operator_keys (
    id TEXT PRIMARY KEY,
    operator TEXT NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
  ) STRICT;
`

/** Opens the house's own database. Several processes may have it open at once. */
export function sqliteStores(file: string, clock: Clock): Stores {
  const database = openDatabase(file, SCHEMA)
  return Object.freeze({
    grants: sqliteGrants(database, clock),
    attempts: sqliteAttempts(database, clock),
    keys: sqliteKeys(database, 'client'),
    operatorKeys: sqliteKeys(database, 'operator'),
    close: () => {
      database.close()
    },
  })
}
