import * as z from 'zod'

import { GATES } from '../kernel/gate.ts'
import { TICKET_EVENTS, type Entry } from '../kernel/ledger.ts'
import { PROFILE_NAMES } from '../kernel/profile.ts'
import { TIERS } from '../kernel/tier.ts'
import type { StoredRow } from './open-ledger.ts'

/** A row with its body read. */
export type StoredEntry = Entry & { readonly seq: number }

const text = z.string()
const maybe = text.nullable()

const result = z.object({ outcome: text, resultHash: maybe, latencyMs: z.number() })

const call = z.object({
  client: maybe,
  user: maybe,
  tool: text,
  toolDigest: maybe,
  policyVersion: text,
  tier: z.enum(TIERS).nullable(),
  argumentsHash: text,
  arguments: z.json(),
  decision: z.object({
    verdict: z.enum(['allowed', 'refused', 'asked', 'replayed']),
    rule: text,
    gate: z.enum(GATES).nullable(),
    proof: z.enum(['none', 'agent_attested', 'delivered_code', 'operator_approval']).nullable(),
    clearance: maybe,
    grant: maybe,
  }),
  result: result.nullable(),
})

const clearance = z.object({
  id: text,
  event: z.enum(['issued', 'not_delivered', 'wrong_code', 'void']),
  kind: z.enum(['spoken', 'delivered', 'dialog']),
  tool: text,
  binding: text,
  why: maybe,
})

const operation = z.object({
  event: z.enum(['in_doubt', 'resolved']),
  tool: text,
  as: z.enum(['succeeded', 'failed']).nullable(),
  by: maybe,
  note: maybe,
})

const ticket = z.object({
  id: text,
  number: z.int(),
  event: z.enum(TICKET_EVENTS),
  client: text,
  tool: text,
  binding: text,
  by: maybe,
  from: maybe,
  shown: maybe,
  why: maybe,
})

const change = z.object({
  what: z.enum(['config', 'policy', 'catalogue', 'keys', 'operators', 'writes', 'reload']),
  from: maybe,
  to: text,
  by: maybe,
  note: maybe,
})

const row = { seq: z.int(), atMs: z.int(), run: maybe, call: maybe }

const entry: z.ZodType<StoredEntry> = z.discriminatedUnion('kind', [
  z.object({
    ...row,
    kind: z.literal('run'),
    body: z.object({ client: text, user: maybe, profile: z.enum(PROFILE_NAMES) }),
  }),
  z.object({ ...row, kind: z.literal('call'), body: call }),
  z.object({ ...row, kind: z.literal('result'), body: result }),
  z.object({
    ...row,
    kind: z.literal('grant'),
    body: z.object({ client: text, grantKind: text, subject: text, expiresAtMs: z.number() }),
  }),
  z.object({ ...row, kind: z.literal('clearance'), body: clearance }),
  z.object({ ...row, kind: z.literal('operation'), body: operation }),
  z.object({ ...row, kind: z.literal('ticket'), body: ticket }),
  z.object({
    ...row,
    kind: z.literal('compensation'),
    body: z.object({ tool: text, step: text, outcome: text }),
  }),
  z.object({ ...row, kind: z.literal('change'), body: change }),
])

/**
 * Reads a row by the shapes of `kernel/ledger.ts`. `undefined` for what does not have them: a later version has written
 * it, or somebody has changed it.
 */
export function readEntry({ body, at, ...rest }: StoredRow): StoredEntry | undefined {
  return entry.safeParse({ ...rest, atMs: at, body: bodyOf(body) }).data
}

/** A body as it stands there, read if it is JSON. */
export function bodyOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
