import type {
  Delivery,
  DeliveryCount,
  DeliveryState,
  DeliveryStore,
  LedgerNews,
  SettledHow,
  WebhookMessage,
} from '../../kernel/webhook.ts'
import type { Database } from './database.ts'
import { JOURNAL_SCHEMA } from './journal-schema.ts'
import { openDatabase } from './open.ts'

/** With the journal's, because it is read from the ledger and may be opened first. */
const SCHEMA = `
  ${JOURNAL_SCHEMA}
  CREATE TABLE IF NOT EXISTS webhook_cursors (webhook TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS webhook_leases (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS deliveries (
    id         TEXT    PRIMARY KEY,
    webhook    TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    type       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    tries      INTEGER NOT NULL,
    next_at    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    settled_at INTEGER,
    error      TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (webhook, next_at) WHERE state = 'pending';
`

const COLUMNS = `id, webhook, type, body, state, tries, next_at AS nextAtMs, created_at AS createdAtMs, error`

/** Rows of the ledger that are looked at in one transaction. */
const PAGE = 200

/** Opens them, by a connection of its own. */
export function openDeliveries(file: string): DeliveryStore {
  const database = openDatabase(file, SCHEMA)
  return Object.freeze<DeliveryStore>({
    ...leasing(database),
    ...collecting(database),
    ...sending(database),
    ...telling(database),
    close: () => {
      database.close()
    },
  })
}

function leasing(database: Database): Pick<DeliveryStore, 'lease'> {
  const take = database.prepare<[{ holder: string; nowMs: number; untilMs: number }]>(
    `INSERT INTO webhook_leases (name, holder, until) VALUES ('deliverer', @holder, @untilMs)
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE holder = excluded.holder OR until <= @nowMs`,
  )
  return {
    lease: (holder, nowMs, untilMs) => take.run({ holder, nowMs, untilMs }).changes === 1,
  }
}

function collecting(database: Database): Pick<DeliveryStore, 'collect'> {
  const cursor = database
    .prepare<[string], number>('SELECT seq FROM webhook_cursors WHERE webhook = ?')
    .pluck()
  const move = database.prepare<[string, number]>(
    `INSERT INTO webhook_cursors (webhook, seq) VALUES (?, ?) ON CONFLICT (webhook) DO UPDATE SET seq = excluded.seq`,
  )
  const end = database.prepare<[], number>('SELECT ifnull(max(seq), 0) FROM ledger').pluck()
  const news = database.prepare<[number], LedgerNews & { last: number }>(
    `SELECT l.seq, l.at AS atMs, l.kind, l.call, l.body, c.body AS calledBody
       FROM (SELECT * FROM ledger WHERE seq > ? ORDER BY seq LIMIT ${PAGE}) l
       LEFT JOIN ledger c ON l.kind <> 'ticket' AND c.call = l.call AND c.kind = 'call'
      WHERE l.kind IN ('ticket', 'result', 'operation') ORDER BY l.seq`,
  )
  const pageEnd = database
    .prepare<[number], number>(
      `SELECT max(seq) FROM (SELECT seq FROM ledger WHERE seq > ? ORDER BY seq LIMIT ${PAGE})`,
    )
    .pluck()
  // A message that is there already is the one that a crash came after.
  const put = database.prepare<
    [WebhookMessage & { id: string; webhook: string; seq: number; nowMs: number }]
  >(
    `INSERT INTO deliveries (id, webhook, seq, type, body, state, tries, next_at, created_at)
     VALUES (@id, @webhook, @seq, @type, @body, 'pending', 0, @nowMs, @nowMs) ON CONFLICT (id) DO NOTHING`,
  )
  type MessageOf = (news: LedgerNews) => WebhookMessage | undefined
  const page = database.transaction(
    (webhook: string, nowMs: number, messageOf: MessageOf): boolean => {
      const from = cursor.get(webhook)
      if (from === undefined) {
        move.run(webhook, end.get() ?? 0)
        return false
      }
      const to = pageEnd.get(from)
      if (to === undefined || to === null) return false
      for (const row of news.all(from)) {
        const message = messageOf(row)
        if (message)
          put.run({ ...message, id: `${webhook}-${row.seq}`, webhook, seq: row.seq, nowMs })
      }
      move.run(webhook, to)
      return true
    },
  )
  return { collect: (webhook, nowMs, messageOf) => page.immediate(webhook, nowMs, messageOf) }
}

function sending(database: Database): Pick<DeliveryStore, 'due' | 'settle' | 'revive' | 'forget'> {
  const due = database.prepare<[string, number], Delivery>(
    `SELECT ${COLUMNS} FROM deliveries
      WHERE webhook = ? AND state = 'pending' AND next_at <= ? ORDER BY next_at, seq LIMIT 1`,
  )
  const settle = database.prepare<[SettledHow & { id: string; state: DeliveryState }]>(
    `UPDATE deliveries SET state = @state, tries = tries + 1, next_at = @nextAtMs, settled_at = @atMs, error = @error
      WHERE id = @id`,
  )
  const revive = database.prepare<[{ id: string | null; nowMs: number }]>(
    `UPDATE deliveries SET state = 'pending', tries = 0, next_at = @nowMs
      WHERE state = 'dead' AND (@id IS NULL OR id = @id)`,
  )
  const forget = database.prepare<[number, number]>(
    `DELETE FROM deliveries WHERE (state = 'delivered' AND settled_at < ?) OR (state = 'dead' AND settled_at < ?)`,
  )
  return {
    due: (webhook, nowMs) => due.get(webhook, nowMs),
    settle: (id, state, how) => void settle.run({ id, state, ...how }),
    revive: (id, nowMs) => revive.run({ id: id ?? null, nowMs }).changes,
    forget: (deliveredBeforeMs, deadBeforeMs) => void forget.run(deliveredBeforeMs, deadBeforeMs),
  }
}

function telling(database: Database): Pick<DeliveryStore, 'counts' | 'dead'> {
  const counts = database.prepare<[], DeliveryCount>(
    `SELECT webhook, count(*) FILTER (WHERE state = 'pending') AS pending,
            count(*) FILTER (WHERE state = 'delivered') AS delivered, count(*) FILTER (WHERE state = 'dead') AS dead,
            (SELECT error FROM deliveries e WHERE e.webhook = d.webhook AND error IS NOT NULL
              ORDER BY settled_at DESC LIMIT 1) AS error
       FROM deliveries d GROUP BY webhook ORDER BY webhook`,
  )
  const dead = database.prepare<[], Delivery>(
    `SELECT ${COLUMNS} FROM deliveries WHERE state = 'dead' ORDER BY settled_at DESC, seq DESC LIMIT 100`,
  )
  return { counts: () => counts.all(), dead: () => dead.all() }
}
