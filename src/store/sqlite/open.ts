import Sqlite from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

import type { Database } from './database.ts'
import { versionProblem } from './version-problem.ts'

/**
 * How long to wait for another process's write. The wait holds up the whole event loop, deadlines too, so it is far
 * shorter than any of them; what it leaves is a call that says to try again.
 */
const BUSY_MS = 500

/**
 * Opens a SQLite file for several processes, and makes it and its folder where there are none. `schema` is SQL that is
 * run at every opening, so its statements must be repeatable. Every commit reaches the disk. A write waits at most
 * `busyMs` (500 ms) for another process's, then throws, and the call it belongs to is refused as `busy`. Throws when the file is no
 * database, `schema` is wrong, or SQLite is too old to be trusted.
 */
export function openDatabase(file: string, schema: string, busyMs: number = BUSY_MS): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new Sqlite(file, { timeout: busyMs })
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = ON')
  database.transaction(() => database.exec(schema)).immediate()
  // better-sqlite3 is built so that WAL alone would mean NORMAL.
  database.pragma('synchronous = FULL')
  // Read back after the first write, because SQLite reports the wish and not the fact before it.
  if (database.pragma('synchronous', { simple: true }) !== 2)
    throw new Error(`${file}: synchronous=FULL did not take`)
  const problem = versionProblem(String(database.prepare('SELECT sqlite_version()').pluck().get()))
  if (problem !== undefined) throw new Error(problem)
  return database
}
