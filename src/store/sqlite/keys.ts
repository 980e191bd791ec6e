import * as z from 'zod'

import type { ApiKey, KeyStore } from '../../kernel/api-key.ts'
import type { Database } from './database.ts'

const found = z.object({ client: z.string(), hash: z.instanceof(Buffer) }).optional()

const listed = z
  .object({
    id: z.string(),
    client: z.string(),
    created_at: z.int(),
    revoked_at: z.int().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    client: row.client,
    createdAtMs: row.created_at,
    revokedAtMs: row.revoked_at ?? undefined,
  }))

export function sqliteKeys(database: Database): KeyStore {
  const insert = database.prepare<[string, string, Buffer, number]>(
    'INSERT INTO api_keys (id, client, hash, created_at) VALUES (?, ?, ?, ?)',
  )
  const select = database.prepare<[string]>(
    'SELECT client, hash FROM api_keys WHERE id = ? AND revoked_at IS NULL',
  )
  const all = database.prepare(
    'SELECT id, client, created_at, revoked_at FROM api_keys ORDER BY created_at, id',
  )
  const revoke = database.prepare<[number, string]>(
    'UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
  )
  return Object.freeze({
    add({ id, client, createdAtMs }: ApiKey, hash: Buffer) {
      insert.run(id, client, hash, createdAtMs)
    },
    find: (id: string) => found.parse(select.get(id)),
    list: () => all.all().map((row) => listed.parse(row)),
    revoke: (id: string, nowMs: number) => revoke.run(nowMs, id).changes > 0,
  })
}
