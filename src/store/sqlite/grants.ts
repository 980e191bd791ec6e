import * as z from 'zod'

import type { GrantStore } from '../../kernel/conversation.ts'
import type { Database } from './open.ts'

const row = z.object({
  kind: z.string(),
  subject: z.string(),
  facts: z.string().transform((json) => facts.parse(JSON.parse(json))),
})
const facts = z.record(z.string(), z.string())

export function sqliteGrants(database: Database): GrantStore {
  const select = database.prepare<[string, number]>(
    'SELECT kind, subject, facts FROM grants WHERE conversation = ? AND expires_at > ? ORDER BY kind, subject',
  )
  const upsert = database.prepare<[string, string, string, string, number]>(
    `INSERT INTO grants (conversation, kind, subject, facts, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET facts = excluded.facts, expires_at = excluded.expires_at`,
  )
  return Object.freeze({
    list: (conversation: string, nowMs: number) =>
      select.all(conversation, nowMs).map((found) => row.parse(found)),
    put(conversation: string, grant: z.output<typeof row>, expiresAtMs: number) {
      const { kind, subject } = grant
      upsert.run(conversation, kind, subject, JSON.stringify(grant.facts), expiresAtMs)
    },
  })
}
