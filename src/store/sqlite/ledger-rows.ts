import { CHAIN_START, chainHash, type ChainedRow } from './chain.ts'
import type { Database } from './database.ts'

/** A row before it has its place in the chain. */
export type LedgerRow = Omit<ChainedRow, 'seq'>

export interface ChainHead {
  readonly seq: number
  readonly hash: Buffer
}

/** Appends to the chain. */
export interface LedgerRows {
  /** Where the chain ends in the database. Read it inside a transaction that writes: other processes append too. */
  head(): ChainHead
  /** Appends after `head`, and answers the new one. The first row of a run is left out where the run is known. */
  append(head: ChainHead, rows: readonly LedgerRow[]): ChainHead
  /** Those changes that differ from the last of their kind, with what was before. */
  changed(rows: readonly LedgerRow[]): readonly LedgerRow[]
}

export function ledgerRows(database: Database): LedgerRows {
  const last = database.prepare<[], ChainHead>(
    'SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1',
  )
  // By position: names cost as much as a third of the insert.
  const insert = database.prepare<
    [number, number, string, string | null, string | null, string, Buffer]
  >('INSERT INTO ledger (seq, at, kind, run, call, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)')
  const knowsRun = database.prepare<[string | null]>('SELECT 1 FROM ledger WHERE run = ? LIMIT 1')
  const lastChange = database
    .prepare<[string]>(
      `SELECT body ->> 'to' FROM ledger WHERE kind = 'change' AND body ->> 'what' = ? ORDER BY seq DESC LIMIT 1`,
    )
    .pluck()
  const append = (head: ChainHead, row: LedgerRow): ChainHead => {
    if (row.kind === 'run' && knowsRun.get(row.run)) return head
    const seq = head.seq + 1
    const hash = chainHash(head.hash, { seq, ...row })
    const { at, kind, run, call, body } = row
    insert.run(seq, at, kind, run, call, body, hash)
    return { seq, hash }
  }
  const changeIn = (row: LedgerRow): readonly LedgerRow[] => {
    const body: { what: string; to: string } = JSON.parse(row.body)
    const from = lastChange.get(body.what) ?? null
    return from === body.to ? [] : [{ ...row, body: JSON.stringify({ ...body, from }) }]
  }
  return Object.freeze<LedgerRows>({
    head: () => last.get() ?? { seq: 0, hash: CHAIN_START },
    append: (head, rows) => rows.reduce(append, head),
    changed: (rows) => rows.flatMap(changeIn),
  })
}
