import * as z from 'zod'

import type { Grant, GrantStore } from '../../kernel/conversation.ts'
import type { Clock } from '../../kernel/host.ts'
import type { Database } from './database.ts'

const row = z.object({
  kind: z.string(),
  subject: z.string(),
  facts: z.string().transform((json) => facts.parse(JSON.parse(json))),
})
const facts = z.record(z.string(), z.string())

export function sqliteGrants(database: Database, clock: Clock): GrantStore {
  const select = database.prepare<[string, number]>(
    'SELECT kind, subject, facts FROM grants WHERE conversation = ? AND expires_at > ? ORDER BY kind, subject',
  )
  const upsert = database.prepare<[string, string, string, string, number]>(
    `INSERT INTO grants (conversation, kind, subject, facts, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET facts = excluded.facts, expires_at = excluded.expires_at`,
  )
  const dropKind = database.prepare<[string, string]>(
    'DELETE FROM grants WHERE conversation = ? AND kind = ?',
  )
  // Grants hold names and phone numbers, which must not be kept longer than they count.
  const forget = database.prepare<[number]>('DELETE FROM grants WHERE expires_at <= ?')
  const put = (conversation: string, grant: Grant, expiresAtMs: number): void => {
    const { kind, subject } = grant
    forget.run(clock.now())
    upsert.run(conversation, kind, subject, JSON.stringify(grant.facts), expiresAtMs)
  }
  const putAlone = database.transaction(
    (conversation: string, grant: Grant, expiresAtMs: number): void => {
      dropKind.run(conversation, grant.kind)
      put(conversation, grant, expiresAtMs)
    },
  )
  return Object.freeze<GrantStore>({
    list: (conversation, nowMs) => select.all(conversation, nowMs).map((found) => row.parse(found)),
    put,
    putAlone: (conversation, grant, expiresAtMs) =>
      putAlone.immediate(conversation, grant, expiresAtMs),
  })
}
