import { verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { canonicalJson } from '../../../src/kernel/canonical-json.ts'
import { houseKeys } from '../../../src/store/house-keys.ts'
import { keyId, readCheckpoint, signCheckpoint } from '../../../src/store/sqlite/checkpoint.ts'
import { checkpointer, type CheckpointerSetting } from '../../../src/store/sqlite/checkpointer.ts'
import { checkpointTable } from '../../../src/store/sqlite/checkpoint-table.ts'
import { LEDGER_SCHEMA } from '../../../src/store/sqlite/ledger-schema.ts'
import { openDatabase } from '../../../src/store/sqlite/open.ts'
import { turnedClock } from '../../../src/testing/turned-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'

const MINUTE = 60_000

/** A database with nothing in it, and checkpointers that work on it. */
function bench(second = 'outside.jsonl') {
  const dir = tempDir()
  const database = openDatabase(join(dir, 'toolcrib.db'), LEDGER_SCHEMA)
  onTestFinished(() => void database.close())
  const { signing: key, verifying } = houseKeys(join(dir, 'house.key'))
  const signing = { key, id: keyId(verifying) }
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const troubles: string[] = []
  const file = join(dir, second)
  const start = (over: Partial<CheckpointerSetting> = {}) =>
    checkpointer({
      database,
      signing,
      file,
      clock,
      onTrouble: (message) => troubles.push(message),
      ...over,
    })
  const seqs = (): unknown[] =>
    database.prepare('SELECT seq FROM checkpoints ORDER BY seq').pluck().all()
  const lines = (): readonly string[] =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
  const published = (): readonly (number | undefined)[] =>
    lines().map((line) => readCheckpoint(line)?.seq)
  return { dir, database, signing, verifying, clock, troubles, file, start, seqs, lines, published }
}

/** Where a chain may stand. */
function at(seq: number) {
  return { seq, hash: Buffer.alloc(32, seq % 256) }
}

describe('a checkpoint is made', () => {
  it('at the thousandth row, and not before', () => {
    const { start, seqs } = bench()
    const checkpoints = start()
    checkpoints.after(at(999))
    expect(seqs()).toStrictEqual([])
    checkpoints.after(at(1_000))
    checkpoints.after(at(1_999))
    checkpoints.after(at(2_004))
    expect(seqs()).toStrictEqual([1_000, 2_004])
  })

  it('after a minute with a new row, also when no other follows', () => {
    const { start, seqs, clock } = bench()
    const checkpoints = start()
    checkpoints.after(at(3))
    clock.turn(MINUTE - 1)
    expect(seqs()).toStrictEqual([])
    clock.turn(1)
    expect(seqs()).toStrictEqual([3])
    clock.turn(10 * MINUTE)
    expect(seqs()).toStrictEqual([3])
    checkpoints.after(at(4))
    expect(seqs()).toStrictEqual([3, 4])
  })

  it('at the end, of what is new', () => {
    const { start, seqs } = bench()
    const checkpoints = start()
    checkpoints.after(at(2))
    checkpoints.close()
    checkpoints.close()
    start().close()
    expect(seqs()).toStrictEqual([2])
  })

  it('and none after the end', () => {
    const { start, seqs, clock } = bench()
    const checkpoints = start()
    checkpoints.after(at(1_000))
    checkpoints.after(at(1_001))
    checkpoints.close()
    clock.turn(5 * MINUTE)
    expect(seqs()).toStrictEqual([1_000, 1_001])
  })

  it('and no timer is left then', () => {
    const { start, clock } = bench()
    let timers = 0
    const counting: typeof clock = {
      ...clock,
      after() {
        timers += 1
        return () => void (timers -= 1)
      },
    }
    const checkpoints = start({ clock: counting })
    checkpoints.after(at(1))
    checkpoints.after(at(2))
    expect(timers).toBe(1)
    const other = start()
    other.after(at(2))
    other.close()
    checkpoints.close()
    expect(timers).toBe(0)
  })

  it('where the clock was set back', () => {
    const { start, seqs, clock } = bench()
    start().after(at(1_000))
    clock.turn(-60 * MINUTE)
    start().after(at(1_001))
    expect(seqs()).toStrictEqual([1_000, 1_001])
  })

  it('whatever somebody put into the table for a row that is still to come', () => {
    const { start, seqs, database } = bench()
    database.exec("INSERT INTO checkpoints VALUES (999999, 0, x'00', 'k', x'00')")
    start().after(at(1_000))
    expect(seqs()).toStrictEqual([1_000, 999_999])
  })
})

it('a checkpoint is the same in both places, and signed over its canonical JSON', () => {
  const { start, lines, verifying, database, clock } = bench()
  start().after(at(1_000))
  const [line = ''] = lines()
  const { signature, ...unsigned } = JSON.parse(line)
  expect(unsigned).toStrictEqual({
    v: 1,
    seq: 1_000,
    at: clock.now(),
    hash: at(1_000).hash.toString('hex'),
    key: keyId(verifying),
  })
  const bytes = Buffer.from(signature, 'base64')
  expect(verify(null, Buffer.from(canonicalJson(unsigned)), verifying, bytes)).toBe(true)
  expect(database.prepare('SELECT * FROM checkpoints').get()).toStrictEqual({
    seq: 1_000,
    at: unsigned.at,
    hash: at(1_000).hash,
    key: unsigned.key,
    signature: bytes,
  })
})

describe('of two processes', () => {
  it('both may put the same row into the table, and the first one stays', () => {
    const { database, signing } = bench()
    const table = checkpointTable(database)
    table.add(signCheckpoint(at(1), 10, signing))
    table.add(signCheckpoint(at(1), 20, signing))
    expect(table.newestUpTo(1)).toStrictEqual({ seq: 1, at: 10 })
  })

  it('the second does not sign what the first has signed within the minute', () => {
    const { start, seqs, clock } = bench()
    const [first, second] = [start(), start()]
    first.after(at(1))
    second.after(at(2))
    clock.turn(MINUTE)
    first.after(at(1_002))
    second.after(at(1_003))
    expect(seqs()).toStrictEqual([1, 1_002])
    second.after(at(2_002))
    expect(seqs()).toStrictEqual([1, 1_002, 2_002])
  })

  it('one decides by what the other has put into the table', () => {
    const { start, seqs } = bench()
    const [first, second] = [start(), start()]
    second.after(at(1))
    first.after(at(1_000))
    second.after(at(1_001))
    expect(seqs()).toStrictEqual([1_000])
  })

  it('each signs at its end only what is not signed', () => {
    const { start, seqs, published } = bench()
    const [first, second] = [start(), start()]
    second.after(at(7))
    first.after(at(8))
    first.close()
    second.close()
    expect(seqs()).toStrictEqual([7, 8])
    expect(published()).toStrictEqual([8, 7])
  })
})

describe('a second place', () => {
  it('that is not wanted is not made', () => {
    const { start, seqs, file } = bench()
    start({ file: undefined }).after(at(1_000))
    expect(seqs()).toStrictEqual([1_000])
    expect(existsSync(file)).toBe(false)
  })

  it('that cannot be written is reported, and gets what it lacks with the next checkpoint', () => {
    const { start, seqs, published, troubles, dir, file } = bench('away/outside.jsonl')
    const checkpoints = start()
    checkpoints.after(at(1_000))
    checkpoints.after(at(2_000))
    expect(seqs()).toStrictEqual([1_000, 2_000])
    expect(troubles).toHaveLength(2)
    expect(troubles[0]).toMatch(
      `A checkpoint of the ledger could not be written to ${file}: ENOENT`,
    )
    mkdirSync(join(dir, 'away'))
    checkpoints.after(at(3_000))
    expect(published()).toStrictEqual([1_000, 2_000, 3_000])
  })

  it('gets at the end what it lacks, without a new row', () => {
    const { start, published, dir } = bench('away/outside.jsonl')
    const checkpoints = start()
    checkpoints.after(at(1_000))
    mkdirSync(join(dir, 'away'))
    checkpoints.close()
    expect(published()).toStrictEqual([1_000])
  })

  it('gets from the next process what the last one could not write', () => {
    const { start, published, dir } = bench('away/outside.jsonl')
    start().after(at(1_000))
    mkdirSync(join(dir, 'away'))
    start().after(at(2_000))
    expect(published()).toStrictEqual([1_000, 2_000])
  })

  it('is never given what this house has not signed', () => {
    const { start, published, database } = bench()
    database.exec("INSERT INTO checkpoints VALUES (5, 0, zeroblob(32), 'k', zeroblob(64))")
    start().after(at(1_005))
    expect(published()).toStrictEqual([1_005])
  })

  it('is written on behind a line that a crash has torn, which comes again', () => {
    const { start, lines, published, file } = bench()
    start().after(at(1_000))
    start().after(at(2_000))
    const [first = '', second = ''] = lines()
    writeFileSync(file, `${first}\n${second.slice(0, 80)}`)
    start().after(at(3_000))
    expect(lines().slice(0, 3)).toStrictEqual([first, second.slice(0, 80), second])
    expect(published()).toStrictEqual([1_000, undefined, 2_000, 3_000])
  })

  it('is not silenced by a line that somebody made up', () => {
    const { start, published, file, signing } = bench()
    const forged = { ...signCheckpoint(at(9), 0, signing), seq: 99_999 }
    writeFileSync(file, `${JSON.stringify(forged)}\n`)
    start({ file: undefined }).after(at(1_000))
    start().after(at(2_000))
    expect(published()).toStrictEqual([99_999, 1_000, 2_000])
  })

  it('gets what is made where an older copy of the ledger was put back', () => {
    const { start, published, database } = bench()
    start().after(at(5_000))
    database.exec('DELETE FROM checkpoints')
    start().after(at(3_000))
    expect(published()).toStrictEqual([5_000, 3_000])
  })

  it('that is no file is reported, and nothing else', () => {
    const { start, seqs, troubles } = bench('.')
    start().after(at(1_000))
    expect(seqs()).toStrictEqual([1_000])
    expect(troubles).toMatchObject([expect.stringContaining('EISDIR')])
  })
})

it('a table that cannot be written is reported, and the second place is written all the same', () => {
  const { start, seqs, published, troubles, database } = bench()
  database.exec(
    "CREATE TRIGGER full BEFORE INSERT ON checkpoints BEGIN SELECT raise(ABORT, 'full'); END",
  )
  start().after(at(1_000))
  expect(troubles).toStrictEqual(['A checkpoint of the ledger could not be stored: full'])
  expect([seqs(), published()]).toStrictEqual([[], [1_000]])
})

it('a database that is closed under it is reported, and does not throw', () => {
  const { start, troubles, dir } = bench()
  const database = openDatabase(join(dir, 'other.db'), LEDGER_SCHEMA)
  const checkpoints = start({ database })
  database.close()
  checkpoints.after(at(1_000))
  checkpoints.close()
  expect(troubles.length).toBeGreaterThanOrEqual(2)
})
