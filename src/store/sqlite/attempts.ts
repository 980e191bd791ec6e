import { createHash } from 'node:crypto'
import * as z from 'zod'

import type { Attempts, Clock } from '../../kernel/host.ts'
import type { Database } from './open.ts'

/** No limit looks back further than this, so older tries can go. */
const KEEP_MS = 24 * 60 * 60 * 1_000

/** Keys may hold what a caller guessed, a birth date say; only their hash is kept. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url')

export function sqliteAttempts(database: Database, clock: Clock): Attempts {
  const count = database
    .prepare<[string, number]>('SELECT count(*) FROM attempts WHERE key = ? AND at > ?')
    .pluck()
  const insert = database.prepare<[string, number]>('INSERT INTO attempts (key, at) VALUES (?, ?)')
  const forget = database.prepare<[number]>('DELETE FROM attempts WHERE at <= ?')
  return Object.freeze({
    count: (key: string, windowMs: number) =>
      z.int().parse(count.get(hashed(key), clock.now() - windowMs)),
    record(key: string) {
      forget.run(clock.now() - KEEP_MS)
      insert.run(hashed(key), clock.now())
    },
  })
}
