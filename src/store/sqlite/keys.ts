import * as z from 'zod'

import type { ApiKey, KeyStore } from '../../kernel/api-key.ts'
import type { Database } from './database.ts'

const found = z.object({ holder: z.string(), hash: z.instanceof(Buffer) }).optional()

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
  return Object.freeze({
    add({ id, holder: name, createdAtMs }: ApiKey, hash: Buffer) {
      insert.run(id, name, hash, createdAtMs)
    },
    find: (id: string) => found.parse(select.get(id)),
    list: () => all.all().map((row) => listed.parse(row)),
    revoke: (id: string, nowMs: number) => revoke.run(nowMs, id).changes > 0,
  })
}
