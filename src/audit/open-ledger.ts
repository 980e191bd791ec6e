import Sqlite from 'better-sqlite3'
import * as z from 'zod'

import { Problems } from '../kernel/catalog.ts'
import { storedIn, type Checkpoint } from '../store/sqlite/checkpoint.ts'
import type { ChainedRow } from '../store/sqlite/chain.ts'

/** A row as it stands in the database. */
export interface StoredRow extends ChainedRow {
  readonly hash: Buffer
}

/** A ledger that is only read, also while a server writes it. */
export interface Ledger {
  /** All rows in their order, one at a time. Throws `Problems` at one that is no row of a ledger. */
  rows(fromSeq?: number): Iterable<StoredRow>
  /** The same as they are, whatever they are, with the texts' own bytes beside them. */
  chain(): Iterable<unknown>
  /** What belongs to a conversation, also what an operator said of its calls later. */
  ofRun(run: string, fromSeq?: number): readonly StoredRow[]
  ofCall(call: string): readonly StoredRow[]
  /** The conversations on record. */
  runs(): readonly string[]
  /** The checkpoints beside the ledger; `undefined` stands for one that cannot be read. */
  checkpoints(): Iterable<Checkpoint | undefined>
  /** What is wrong with the file itself, such as an index that leaves rows out. */
  damage(): readonly string[]
  close(): void
}

const COLUMNS = 'seq, at, kind, run, call, body, hash'

/** SQLite hands out bytes that are no UTF-8 as if they were; a change of them would not be seen in the texts. */
const BYTES =
  "CAST(kind || '/' || ifnull(run, '') || '/' || ifnull(call, '') || '/' || body AS BLOB)"

const text = z.string()

/** A row as the ledger writes it. */
export const storedRow = z.object({
  seq: z.int(),
  at: z.int(),
  kind: text,
  run: text.nullable(),
  call: text.nullable(),
  body: text,
  hash: z.instanceof(Buffer),
})

/** Opens it. Throws when there is no database, or one without a ledger. */
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
  // Prepared at each use: two walks may be under way at once.
  const chain = () =>
    database.prepare(`SELECT ${COLUMNS}, ${BYTES} AS bytes FROM ledger ORDER BY seq`)
  const from = () =>
    database.prepare<[number]>(`SELECT ${COLUMNS} FROM ledger WHERE seq >= ? ORDER BY seq`)
  // An operator who resolves a call is in no conversation.
  const ofRun = database.prepare<{ run: string; from: number }>(
    `SELECT ${COLUMNS} FROM ledger WHERE seq >= @from AND (run = @run OR (run IS NULL AND call IN
       (SELECT call FROM ledger WHERE run = @run AND call IS NOT NULL))) ORDER BY seq`,
  )
  const ofCall = database.prepare<[string]>(
    `SELECT ${COLUMNS} FROM ledger WHERE call = ? ORDER BY seq`,
  )
  const runs = database
    .prepare<[], string>('SELECT DISTINCT run FROM ledger WHERE run IS NOT NULL ORDER BY run')
    .pluck()
  const checkpoints = database.prepare('SELECT * FROM checkpoints ORDER BY seq')
  const damage = database.prepare<[], string>('PRAGMA integrity_check(10)').pluck()
  return Object.freeze<Ledger>({
    rows: (fromSeq = Number.MIN_SAFE_INTEGER) => known(from().iterate(fromSeq)),
    chain: () => chain().iterate(),
    ofRun: (run, from = Number.MIN_SAFE_INTEGER) => [...known(ofRun.iterate({ run, from }))],
    ofCall: (call) => [...known(ofCall.iterate(call))],
    runs: () => runs.all(),
    checkpoints: () => readIn(checkpoints.iterate()),
    damage: () => damage.all().filter((line) => line !== 'ok'),
    close: () => {
      database.close()
    },
  })
}

function* known(rows: Iterable<unknown>): Generator<StoredRow> {
  for (const row of rows) {
    const read = storedRow.safeParse(row)
    if (!read.success)
      throw new Problems(['The ledger holds a row that it never wrote. See: toolcrib audit verify'])
    yield read.data
  }
}

function* readIn(rows: Iterable<unknown>): Generator<Checkpoint | undefined> {
  for (const row of rows) yield storedIn(row)
}
