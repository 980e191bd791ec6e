import type { Database } from './database.ts'

/** Reads whether there is anything whose time has run out and that nobody has put on record yet. */
export function overdueReader(database: Database): (nowMs: number) => boolean {
  const select = database
    .prepare<[{ nowMs: number }]>(
      `SELECT EXISTS (SELECT 1 FROM operations
                       WHERE (state = 'claimed' OR state = 'committed') AND lease_until <= @nowMs)
           OR EXISTS (SELECT 1 FROM tickets WHERE state = 'pending' AND approve_by <= @nowMs)
           OR EXISTS (SELECT 1 FROM tickets WHERE state = 'approved' AND execute_by <= @nowMs)`,
    )
    .pluck()
  return (nowMs) => select.get({ nowMs }) === 1
}
