import * as z from 'zod'

import type { ApiKey, KeyStore } from '../../kernel/api-key.ts'
import { oncePerTurn } from '../../kernel/once-per-turn.ts'
import type { Database } from './database.ts'

/** By hand, because it is asked at every request. */
function isFound(row: unknown): row is NonNullable<ReturnType<KeyStore['find']>> {
  if (typeof row !== 'object' || row === null) return false
  return (
    'holder' in row && typeof row.holder === 'string' && 'hash' in row && Buffer.isBuffer(row.hash)
  )
}

const listed = z
  .object({
    id: z.string(),
    holder: z.string(),
    created_at: z.int(),
    revoked_at: z.int().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    holder: row.holder,
    createdAtMs: row.created_at,
    revokedAtMs: row.revoked_at ?? undefined,
  }))

/** Where keys of one kind are: those of clients and of operators never meet. */
const PLACES = {
  client: { table: 'api_keys', holder: 'client' },
  operator: { table: 'operator_keys', holder: 'operator' },
} as const

export function sqliteKeys(database: Database, of: keyof typeof PLACES): KeyStore {
  const { table, holder } = PLACES[of]
  const insert = database.prepare<[string, string, Buffer, number]>(
    `INSERT INTO ${table} (id, ${holder}, hash, created_at) VALUES (?, ?, ?, ?)`,
  )
  const select = database.prepare<[string]>(
    `SELECT ${holder} AS holder, hash FROM ${table} WHERE id = ? AND revoked_at IS NULL`,
  )
  const all = database.prepare(
    `SELECT id, ${holder} AS holder, created_at, revoked_at FROM ${table} ORDER BY created_at, id`,
  )
  const revoke = database.prepare<[number, string]>(
    `UPDATE ${table} SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`,
  )
  // The front and the policy both ask who is calling, and a crowd comes in together.
  const once = oncePerTurn((id) => {
    const row = select.get(id)
    if (row === undefined || isFound(row)) return row
    throw new TypeError('A row of keys is none.')
  })
  return Object.freeze({
    add({ id, holder: name, createdAtMs }: ApiKey, hash: Buffer) {
      insert.run(id, name, hash, createdAtMs)
    },
    find: once.ask,
    list: () => all.all().map((row) => listed.parse(row)),
    revoke(id: string, nowMs: number) {
      once.forget()
      return revoke.run(nowMs, id).changes > 0
    },
  })
}
