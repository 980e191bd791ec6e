import { createHash } from 'node:crypto'
import * as z from 'zod'

import type { Attempts, Clock, TryLimit } from '../../kernel/host.ts'
import type { Database } from './database.ts'

/** No limit looks back further than this, so older tries can go. */
const KEEP_MS = 24 * 60 * 60 * 1_000

const hashed = ({ key }: TryLimit): string => createHash('sha256').update(key).digest('base64url')

export function sqliteAttempts(database: Database, clock: Clock): Attempts {
  const count = database
    .prepare<[string, number]>('SELECT count(*) FROM attempts WHERE key = ? AND at > ?')
    .pluck()
  const insert = database.prepare<[string, number]>('INSERT INTO attempts (key, at) VALUES (?, ?)')
  const forget = database.prepare<[number]>('DELETE FROM attempts WHERE at <= ?')
  const dropLast = database.prepare<[string]>(
    'DELETE FROM attempts WHERE rowid = (SELECT max(rowid) FROM attempts WHERE key = ?)',
  )
  const isLeft = (limit: TryLimit): boolean =>
    z.int().parse(count.get(hashed(limit), clock.now() - limit.windowMs)) < limit.most

  const take = database.transaction((limits: readonly TryLimit[]): boolean => {
    forget.run(clock.now() - KEEP_MS)
    if (!limits.every(isLeft)) return false
    for (const limit of limits) insert.run(hashed(limit), clock.now())
    return true
  })
  const forgive = database.transaction((limits: readonly TryLimit[]): void => {
    for (const limit of limits) dropLast.run(hashed(limit))
  })
  return Object.freeze<Attempts>({
    // Immediate, so that two processes never both see the last try as theirs.
    take: (limits) => take.immediate(limits),
    forgive: (limits) => {
      forgive.immediate(limits)
    },
  })
}
