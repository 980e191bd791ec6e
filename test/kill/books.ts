import Sqlite from 'better-sqlite3'

import { CHAIN_START, chainHash, type ChainedRow } from '../../src/store/sqlite/chain.ts'

/** What the house's database says, read from outside by the test's own statements. */
export interface Books {
  /** Recomputes the chain, from a row that was found good or from its start; answers its end and every break in it. */
  chain(from?: ChainEnd): { readonly end: ChainEnd; readonly breaks: readonly string[] }
  /** Whether the rows of an answered call are there: the call, and its result in it or on its own. */
  hasCall(call: string): boolean
  hasResult(call: string): boolean
  calls(): readonly CallRow[]
  results(): ReadonlyMap<string, readonly string[]>
  operations(): readonly OperationRow[]
  /** The calls of operations that were reported in doubt. */
  reportedInDoubt(): ReadonlySet<string>
  integrity(): string
  close(): void
}

export interface ChainEnd {
  readonly seq: number
  readonly hash: Buffer
}

export interface CallRow {
  readonly call: string
  readonly tool: string
  readonly order: string | null
  readonly verdict: string
  readonly proof: string | null
  readonly clearance: string | null
  /** Null for an intent. */
  readonly outcome: string | null
}

export interface OperationRow {
  readonly call: string
  readonly state: string
  readonly operationKey: string
  readonly clearance: string | null
}

export const CHAIN_BEGIN: ChainEnd = { seq: 0, hash: CHAIN_START }

export function openBooks(file: string): Books {
  // It only reads; but a killed process may have left a log that the next one to open it has to recover.
  const database = new Sqlite(file, { timeout: 5_000 })
  const rows = database.prepare<[number], ChainedRow & { hash: Buffer }>(
    'SELECT seq, at, kind, run, call, body, hash FROM ledger WHERE seq > ? ORDER BY seq',
  )
  const has = (kinds: string) => {
    const found = database.prepare<[string]>(`SELECT 1 FROM ledger WHERE call = ? AND ${kinds}`)
    return (call: string): boolean => found.get(call) !== undefined
  }
  return {
    chain(from = CHAIN_BEGIN) {
      const breaks: string[] = []
      let end = from
      for (const row of rows.iterate(from.seq)) {
        if (row.seq !== end.seq + 1) breaks.push(`row ${row.seq} follows ${end.seq}`)
        const { seq, at, kind, run, call, body } = row
        const right = chainHash(end.hash, { seq, at, kind, run, call, body })
        if (!right.equals(row.hash)) breaks.push(`row ${seq} has another hash`)
        end = { seq, hash: row.hash }
      }
      return { end, breaks }
    },
    hasCall: has(`kind = 'call'`),
    hasResult: has(
      `(kind = 'result' OR kind = 'call' AND body ->> '$.result.outcome' IS NOT NULL)`,
    ),
    calls: () =>
      database
        .prepare<[], CallRow>(
          `SELECT call, body ->> 'tool' AS tool, body ->> '$.arguments.order' AS "order",
                  body ->> '$.decision.verdict' AS verdict, body ->> '$.decision.proof' AS proof,
                  body ->> '$.decision.clearance' AS clearance, body ->> '$.result.outcome' AS outcome
             FROM ledger WHERE kind = 'call' ORDER BY seq`,
        )
        .all(),
    results() {
      const all = database
        .prepare<[], { call: string; outcome: string }>(
          `SELECT call, body ->> 'outcome' AS outcome FROM ledger WHERE kind = 'result' ORDER BY seq`,
        )
        .all()
      return new Map(
        [...Map.groupBy(all, ({ call }) => call)].map(([call, of]) => [
          call,
          of.map(({ outcome }) => outcome),
        ]),
      )
    },
    operations: () =>
      database
        .prepare<[], OperationRow>(
          'SELECT call, state, operation_key AS operationKey, clearance FROM operations',
        )
        .all(),
    reportedInDoubt: () =>
      new Set(
        database
          .prepare<[], string>(
            `SELECT call FROM ledger WHERE kind = 'operation' AND body ->> 'event' = 'in_doubt'`,
          )
          .pluck()
          .all(),
      ),
    integrity: () => String(database.pragma('integrity_check', { simple: true })),
    close: () => void database.close(),
  }
}
