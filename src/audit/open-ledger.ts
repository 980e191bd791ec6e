import Sqlite from 'better-sqlite3'
import * as z from 'zod'

import type { Checkpoint } from '../store/sqlite/checkpoint.ts'
import type { ChainedRow } from '../store/sqlite/chain.ts'

/** A row as it stands in the database. */
export interface StoredRow extends ChainedRow {
  readonly hash: Buffer
}

/** A ledger that is only read, also while a server writes it. */
export interface Ledger {
  /** All rows in their order, one at a time. */
  rows(fromSeq?: number): Iterable<StoredRow>
  ofRun(run: string): readonly StoredRow[]
  ofCall(call: string): readonly StoredRow[]
  /** The conversations on record. */
  runs(): readonly string[]
  /** The checkpoints beside the ledger. */
  checkpoints(): readonly Checkpoint[]
  close(): void
}

const COLUMNS = 'seq, at, kind, run, call, body, hash'

const checkpointRow = z
  .object({
    seq: z.int(),
    at: z.int(),
    hash: z.instanceof(Buffer),
    key: z.string(),
    signature: z.instanceof(Buffer),
  })
  .transform(({ hash, signature, ...rest }): Checkpoint => ({
    v: 1,
    ...rest,
    hash: hash.toString('hex'),
    signature: signature.toString('base64'),
  }))

/** Opens it. Throws when there is no database, or one without a ledger. Nothing is made or changed. */
export function openLedger(file: string): Ledger {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    return ledgerIn(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function ledgerIn(database: Sqlite.Database): Ledger {
  const all = database.prepare<[number], StoredRow>(
    `SELECT ${COLUMNS} FROM ledger WHERE seq >= ? ORDER BY seq`,
  )
  const ofRun = database.prepare<[string], StoredRow>(
    `SELECT ${COLUMNS} FROM ledger WHERE run = ? ORDER BY seq`,
  )
  const ofCall = database.prepare<[string], StoredRow>(
    `SELECT ${COLUMNS} FROM ledger WHERE call = ? ORDER BY seq`,
  )
  const runs = database
    .prepare<[], string>('SELECT DISTINCT run FROM ledger WHERE run IS NOT NULL ORDER BY run')
    .pluck()
  const checkpoints = database.prepare('SELECT * FROM checkpoints ORDER BY seq')
  return Object.freeze<Ledger>({
    rows: (fromSeq = 0) => all.iterate(fromSeq),
    ofRun: (run) => ofRun.all(run),
    ofCall: (call) => ofCall.all(call),
    runs: () => runs.all(),
    checkpoints: () => checkpoints.all().map((row) => checkpointRow.parse(row)),
    close: () => {
      database.close()
    },
  })
}
