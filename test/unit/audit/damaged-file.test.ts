import Sqlite from 'better-sqlite3'
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import { openLedger } from '../../../src/audit/open-ledger.ts'
import { openDatabase } from '../../../src/store/sqlite/open.ts'
import { LEDGER_SCHEMA } from '../../../src/store/sqlite/ledger-schema.ts'
import { ledgerFile, type LedgerFile } from '../../support/ledger-file.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** Changes every place of the file where these bytes stand. */
function replaceBytes({ file }: LedgerFile, from: string, to: string): void {
  const bytes = readFileSync(file, 'latin1')
  if (!bytes.includes(from)) throw new Error(`The file has no ${from}`)
  writeFileSync(file, bytes.replaceAll(from, to), 'latin1')
}

test('a byte that was changed in the file, past SQLite, is found', () => {
  const ledger = ledgerFile(12)
  replaceBytes(ledger, '{"n":6}', '{"n":9}')
  expect(ledger.verify().breaks).toMatchObject([{ seq: 6 }])
})

test('a page that is no page ends the walk, and not the program', () => {
  const ledger = ledgerFile(2_000)
  const bytes = readFileSync(ledger.file)
  const page = Math.floor(bytes.indexOf('{"n":1000}') / 4096)
  bytes.fill(0xff, 4096 * page, 4096 * (page + 1))
  writeFileSync(ledger.file, bytes)
  const { ok, breaks } = ledger.verify()
  expect(ok).toBe(false)
  expect(breaks.at(-1)?.what).toMatch(/^From here on the database cannot be read: .*malformed\.$/)
})

test('an index that leaves a row out, and so hides it from a trail, is found', () => {
  const ledger = ledgerFile(12)
  const database = new Sqlite(ledger.file)
  database.unsafeMode(true)
  database.pragma('writable_schema = ON')
  database.exec(`
    DROP INDEX ledger_by_run;
    CREATE INDEX ledger_by_run ON ledger (run, seq) WHERE run IS NOT NULL AND seq <> 6;
    UPDATE sqlite_schema SET sql = replace(sql, ' AND seq <> 6', '') WHERE name = 'ledger_by_run'`)
  database.close()
  const reader = openLedger(ledger.file)
  expect(reader.ofRun('voice/job-1').map(({ seq }) => seq)).not.toContain(6)
  reader.close()
  expect(ledger.verify().breaks).toStrictEqual([
    {
      seq: null,
      what: 'The database file is damaged: row 6 missing from index ledger_by_run.',
    },
  ])
})

test('reading changes neither the ledger nor the key, also while a server writes', () => {
  const ledger = ledgerFile(12)
  const writer = openDatabase(ledger.file, LEDGER_SCHEMA)
  const look = () => [readFileSync(ledger.file), statSync(ledger.file).mtimeMs]
  const before = look()
  const reader = openLedger(ledger.file)
  const rows = reader.rows()[Symbol.iterator]()
  expect(rows.next().value).toMatchObject({ seq: 1 })
  writer.exec(
    'INSERT INTO ledger SELECT 13, at, kind, run, call, body, hash FROM ledger WHERE seq = 12',
  )
  expect([...reader.rows(12)].map(({ seq }) => seq)).toStrictEqual([12])
  expect(Array.from({ length: 12 }, () => rows.next().done)).toStrictEqual([
    ...Array.from({ length: 11 }, () => false),
    true,
  ])
  expect([...reader.rows(12)].map(({ seq }) => seq)).toStrictEqual([12, 13])
  reader.close()
  expect(look()).toStrictEqual(before)
  writer.close()
})

test('reading leaves what a crash has left as it is', () => {
  const ledger = ledgerFile(2)
  const writer = openDatabase(ledger.file, LEDGER_SCHEMA)
  writer.exec(
    'INSERT INTO ledger SELECT 3, at, kind, run, call, body, hash FROM ledger WHERE seq = 2',
  )
  const crashed = join(tempDir(), 'toolcrib.db')
  for (const end of ['', '-wal']) copyFileSync(`${ledger.file}${end}`, `${crashed}${end}`)
  writer.close()
  const look = () => ['', '-wal'].map((end) => readFileSync(`${crashed}${end}`))
  const before = look()
  const reader = openLedger(crashed)
  expect([...reader.rows()]).toHaveLength(3)
  reader.close()
  expect(look()).toStrictEqual(before)
})

test('what is not there is not made', () => {
  const file = join(tempDir(), 'toolcrib.db')
  expect(() => openLedger(file)).toThrow('unable to open database file')
  expect(existsSync(file)).toBe(false)
})
