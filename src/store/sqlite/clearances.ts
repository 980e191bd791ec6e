import type { Clearance } from '../../kernel/clearance.ts'
import type { AskedWhere } from '../../kernel/journal.ts'
import type { Database } from './database.ts'

const COLUMNS = `id, kind, client, user, conversation, tool, binding, code_hash AS codeHash, issued_at AS issuedAtMs,
  ripe_at AS ripeAtMs, expires_at AS expiresAtMs, tries_left AS triesLeft, state`

/** The statements on clearances; each belongs into a transaction of its caller. */
export function clearanceStatements(database: Database) {
  const voidOthers = database.prepare<[Clearance]>(
    `UPDATE clearances SET state = 'void'
      WHERE client = @client AND tool = @tool AND conversation IS @conversation AND binding = @binding
        AND state = 'open'`,
  )
  const insert = database.prepare<[Clearance]>(
    `INSERT INTO clearances (id, kind, client, user, conversation, tool, binding, code_hash, issued_at, ripe_at,
                             expires_at, tries_left, state)
     VALUES (@id, @kind, @client, @user, @conversation, @tool, @binding, @codeHash, @issuedAtMs, @ripeAtMs,
             @expiresAtMs, @triesLeft, @state)`,
  )
  const spend = database.prepare<[string]>(
    `UPDATE clearances SET tries_left = tries_left - 1,
            state = CASE WHEN tries_left <= 1 THEN 'void' ELSE state END
      WHERE id = ? AND state = 'open'`,
  )
  const triesLeft = database
    .prepare<[string], number>(
      `SELECT CASE state WHEN 'open' THEN tries_left ELSE 0 END FROM clearances WHERE id = ?`,
    )
    .pluck()
  const end = database.prepare<[string]>(
    `UPDATE clearances SET state = 'void' WHERE id = ? AND state = 'open'`,
  )
  const use = database.prepare<[string, string, number, number]>(
    `UPDATE clearances SET state = 'used'
      WHERE id = ? AND binding = ? AND state = 'open' AND expires_at > ? AND ripe_at <= ?`,
  )
  const held = database.prepare<[string, string, number]>(
    `SELECT 1 FROM clearances WHERE id = ? AND binding = ? AND state = 'used' AND expires_at > ?`,
  )
  const forget = database.prepare<[number]>('DELETE FROM clearances WHERE expires_at <= ?')
  return Object.freeze({
    issue(clearance: Clearance): void {
      voidOthers.run(clearance)
      insert.run(clearance)
    },
    spendTry(ids: readonly string[]): number {
      for (const id of ids) spend.run(id)
      return Math.max(0, ...ids.map((id) => triesLeft.get(id) ?? 0))
    },
    end: (id: string): void => void end.run(id),
    use: (id: string, binding: string, nowMs: number): boolean =>
      use.run(id, binding, nowMs, nowMs).changes === 1,
    /** Whether it was used and would still be good, had it not been. */
    isHeld: (id: string, binding: string, nowMs: number): boolean =>
      held.get(id, binding, nowMs) !== undefined,
    forgetBefore: (atMs: number): void => void forget.run(atMs),
  })
}

/** Reads them, outside any transaction. */
export function clearanceReader(database: Database) {
  const select = database.prepare<[AskedWhere & { sinceMs: number }], Clearance>(
    `SELECT ${COLUMNS} FROM clearances
      WHERE client = @client AND tool = @tool AND conversation IS @conversation AND expires_at > @sinceMs
      ORDER BY issued_at DESC, id LIMIT 20`,
  )
  return ({ client, tool, conversation }: AskedWhere, sinceMs: number): readonly Clearance[] =>
    select.all({ client, tool, conversation, sinceMs })
}
