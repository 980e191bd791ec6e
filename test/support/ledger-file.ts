import Sqlite from 'better-sqlite3'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { openLedger } from '../../src/audit/open-ledger.ts'
import { verifyLedger, type Verification } from '../../src/audit/verify.ts'
import type { Entry } from '../../src/kernel/ledger.ts'
import { houseKeys, type HouseKeys } from '../../src/store/house-keys.ts'
import { databaseFile, keyFile } from '../../src/store/places.ts'
import { CHAIN_START, chainHash, type ChainedRow } from '../../src/store/sqlite/chain.ts'
import { keyId, signCheckpoint } from '../../src/store/sqlite/checkpoint.ts'
import { LEDGER_SCHEMA } from '../../src/store/sqlite/ledger-schema.ts'
import { tempDir } from './temp-dir.ts'

/** A ledger in a file of its own, written by the chain's own hash and without the house around it. */
export interface LedgerFile {
  readonly dataDir: string
  readonly file: string
  readonly keys: HouseKeys
  /** The second place; it is there after the first checkpoint. */
  readonly outsideFile: string
  append(...rows: readonly Partial<Omit<ChainedRow, 'seq'>>[]): void
  appendEntries(...entries: readonly Entry[]): void
  /** Signs where the chain stands, in both places. */
  checkpoint(atMs?: number): void
  /** Changes the database as somebody would who can write the file. */
  tamper(sql: string, ...given: readonly unknown[]): void
  /** Computes all hashes anew, as a forger would. The checkpoints beside the ledger stay as they are. */
  rewrite(): void
  /** Another folder with the database as it is now, under the same keys. */
  copy(): LedgerFile
  outsideLines(): readonly string[]
  /** Verifies it, with what is outside or without it. */
  verify(outside?: readonly string[]): Verification
}

export const START_MS = Date.parse('2026-03-10T17:00:00Z')

/** With `rows` rows in it. */
export function ledgerFile(rows = 0, dataDir: string = join(tempDir(), 'data')): LedgerFile {
  mkdirSync(dataDir, { recursive: true })
  const made = ledgerIn(dataDir)
  made.append(...Array.from({ length: rows }, () => ({})))
  return made
}

function ledgerIn(dataDir: string): LedgerFile {
  const file = databaseFile(dataDir)
  const keys = houseKeys(keyFile(dataDir))
  const outsideFile = join(dataDir, '..', 'checkpoints.jsonl')
  const within = <T>(work: (database: Sqlite.Database) => T): T => {
    const database = new Sqlite(file)
    try {
      database.pragma('synchronous = OFF')
      return work(database)
    } finally {
      database.close()
    }
  }
  within((database) => database.exec(LEDGER_SCHEMA))
  const append: LedgerFile['append'] = (...rows) =>
    within((database) => {
      database.transaction(() => appendTo(database, rows))()
    })
  return {
    dataDir,
    file,
    keys,
    outsideFile,
    append,
    appendEntries: (...entries) =>
      append(
        ...entries.map(({ kind, atMs, run, call, body }) => ({
          kind,
          at: atMs,
          run,
          call,
          body: JSON.stringify(body),
        })),
      ),
    checkpoint: (atMs = START_MS) =>
      within((database) => {
        const signing = { key: keys.signing, id: keyId(keys.verifying) }
        const made = signCheckpoint(headOf(database), atMs, signing)
        database
          .prepare('INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?)')
          .run(
            made.seq,
            made.at,
            Buffer.from(made.hash, 'hex'),
            made.key,
            Buffer.from(made.signature, 'base64'),
          )
        appendFileSync(outsideFile, `${JSON.stringify(made)}\n`)
      }),
    tamper: (sql, ...given) =>
      within((database) => {
        database.prepare(sql).run(...given)
      }),
    rewrite: () => within(rewriteAll),
    copy() {
      const other = join(tempDir(), 'data')
      mkdirSync(other)
      copyFileSync(file, databaseFile(other))
      copyFileSync(keyFile(dataDir), keyFile(other))
      return ledgerIn(other)
    },
    outsideLines: () =>
      existsSync(outsideFile) ? readFileSync(outsideFile, 'utf8').split('\n') : [],
    verify(outside) {
      const ledger = openLedger(file)
      try {
        return verifyLedger({ ledger, verifying: keys.verifying, outside })
      } finally {
        ledger.close()
      }
    },
  }
}

type Head = Parameters<typeof signCheckpoint>[0]

function headOf(database: Sqlite.Database): Head {
  const last = database.prepare('SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1').get()
  return (last ?? { seq: 0, hash: CHAIN_START }) as Head
}

function appendTo(
  database: Sqlite.Database,
  rows: readonly Partial<Omit<ChainedRow, 'seq'>>[],
): void {
  const insert = database.prepare(
    'INSERT INTO ledger VALUES (@seq, @at, @kind, @run, @call, @body, @hash)',
  )
  let head = headOf(database)
  for (const row of rows) {
    const seq = head.seq + 1
    const usual = { kind: 'call', run: 'voice/job-1', call: `call${seq}`, body: `{"n":${seq}}` }
    const placed = { seq, at: START_MS + seq * 1_000, ...usual, ...row }
    const hash = chainHash(head.hash, placed)
    insert.run({ ...placed, hash })
    head = { seq, hash }
  }
}

function rewriteAll(database: Sqlite.Database): void {
  const update = database.prepare('UPDATE ledger SET hash = ? WHERE seq = ?')
  let previous = CHAIN_START
  for (const row of database.prepare('SELECT * FROM ledger ORDER BY seq').all() as ChainedRow[]) {
    previous = chainHash(previous, row)
    update.run(previous, row.seq)
  }
}
