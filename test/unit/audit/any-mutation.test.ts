import Sqlite from 'better-sqlite3'
import * as fc from 'fast-check'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

import { ledgerFile, type LedgerFile } from '../../support/ledger-file.ts'
import { tempDir } from '../../support/temp-dir.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 12 })

const rows = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    kind: fc.constantFrom('run', 'call', 'result', 'grant', 'clearance', 'operation', 'change'),
    run: fc.option(text),
    call: fc.option(text),
    body: fc.json({ maxDepth: 2 }),
  }),
  { minLength: 1, maxLength: 12 },
)

/** Which of several, whatever their number. */
const pick = fc.nat()

type Column = 'kind' | 'run' | 'call' | 'body' | 'hash'

const mutation = fc.oneof(
  fc.record({
    how: fc.constant('flip' as const),
    column: fc.constantFrom<Column>('kind', 'run', 'call', 'body', 'hash'),
    row: pick,
    byte: pick,
    bit: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({ how: fc.constant('time' as const), row: pick, bit: fc.integer({ min: 0, max: 40 }) }),
  fc.record({
    how: fc.constant('move' as const),
    row: pick,
    by: fc.integer({ min: -30, max: 30 }),
  }),
  fc.record({
    how: fc.constant('nothing' as const),
    row: pick,
    column: fc.constantFrom('run', 'call'),
  }),
  fc.record({ how: fc.constant('drop' as const), row: pick }),
  fc.record({ how: fc.constant('cut' as const), row: pick }),
  fc.record({ how: fc.constant('swap' as const), row: pick, other: pick }),
  fc.record({ how: fc.constant('insert' as const), row: pick, isHashed: fc.boolean() }),
  fc.record({ how: fc.constant('rewrite' as const), row: pick }),
)

type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never

/** Changes the database. It may come out as it was, such as when a row is swapped with itself. */
function mutate(ledger: LedgerFile, size: number, change: Mutation): void {
  const seq = (change.row % size) + 1
  switch (change.how) {
    case 'flip':
      return flip(ledger, seq, change)
    case 'time':
      return ledger.tamper('UPDATE ledger SET at = (at | @bit) - (at & @bit) WHERE seq = @seq', {
        bit: 2 ** change.bit,
        seq,
      })
    case 'move':
      return ledger.tamper(
        'UPDATE OR IGNORE ledger SET seq = seq + ? WHERE seq = ?',
        change.by,
        seq,
      )
    case 'nothing':
      return ledger.tamper(
        `UPDATE ledger SET ${change.column} = iif(${change.column} IS NULL, '', NULL) WHERE seq = ?`,
        seq,
      )
    case 'drop':
      return ledger.tamper('DELETE FROM ledger WHERE seq = ?', seq)
    case 'cut':
      return ledger.tamper('DELETE FROM ledger WHERE seq >= ?', seq)
    case 'swap':
      ledger.tamper('UPDATE ledger SET seq = -seq WHERE seq = ?', seq)
      ledger.tamper(
        'UPDATE OR IGNORE ledger SET seq = ? WHERE seq = ?',
        seq,
        (change.other % size) + 1,
      )
      return ledger.tamper('UPDATE ledger SET seq = ? WHERE seq < 0', (change.other % size) + 1)
    case 'insert':
      ledger.tamper('UPDATE ledger SET seq = -seq WHERE seq >= ?', seq)
      ledger.tamper('UPDATE ledger SET seq = 1 - seq WHERE seq < 0')
      ledger.tamper(
        `INSERT INTO ledger SELECT ?, at, kind, run, call, body || ' ', hash FROM ledger WHERE seq = ?`,
        seq,
        seq + 1,
      )
      return change.isHashed ? ledger.rewrite() : undefined
    default:
      ledger.tamper(`UPDATE ledger SET body = body || ' ' WHERE seq = ?`, seq)
      return ledger.rewrite()
  }
}

function flip(
  ledger: LedgerFile,
  seq: number,
  { column, byte, bit }: Extract<Mutation, { how: 'flip' }>,
): void {
  const stored = read(ledger, `SELECT CAST(${column} AS BLOB) FROM ledger WHERE seq = ${seq}`)
  if (!Buffer.isBuffer(stored) || stored.byteLength === 0) return
  const at = byte % stored.byteLength
  stored.writeUInt8(stored.readUInt8(at) ^ (1 << bit), at)
  const kind = column === 'hash' ? 'BLOB' : 'TEXT'
  ledger.tamper(`UPDATE ledger SET ${column} = CAST(? AS ${kind}) WHERE seq = ?`, stored, seq)
}

function read({ file }: LedgerFile, sql: string): unknown {
  const database = new Sqlite(file, { readonly: true })
  try {
    return database.prepare(sql).pluck().get()
  } finally {
    database.close()
  }
}

/** All that stands in it, byte by byte. */
function contents(ledger: LedgerFile): unknown {
  return read(
    ledger,
    `SELECT group_concat(quote(seq) || quote(at) || hex(kind) || iif(run IS NULL, '-', hex(run)) || '/' ||
       iif(call IS NULL, '-', hex(call)) || '/' || hex(body) || hex(hash), ',' ORDER BY seq) FROM ledger`,
  )
}

test('any one change of any ledger is seen, given a checkpoint of its head from outside', () => {
  const folder = tempDir()
  let count = 0
  fc.assert(
    fc.property(rows, mutation, (written, change) => {
      const ledger = ledgerFile(0, join(folder, String((count += 1)), 'data'))
      ledger.append(...written)
      ledger.checkpoint()
      const before = contents(ledger)
      expect(ledger.verify(ledger.outsideLines()).ok).toBe(true)
      mutate(ledger, written.length, change)
      const isChanged = contents(ledger) !== before
      expect(ledger.verify(ledger.outsideLines()).ok).toBe(!isChanged)
      rmSync(dirname(ledger.dataDir), { recursive: true })
    }),
    { numRuns: 200 },
  )
})
