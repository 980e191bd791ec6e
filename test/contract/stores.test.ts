import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { openDatabase } from '../../src/index.ts'
import { sqliteStores } from '../../src/store/sqlite/stores.ts'
import { tempDir } from '../support/temp-dir.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import { storesContract } from './stores.contract.ts'

storesContract('SQLite in memory', (clock) => sqliteStores(':memory:', clock))
storesContract('SQLite in a file', (clock) =>
  sqliteStores(join(mkdtempSync(join(tmpdir(), 'toolcrib-')), 'toolcrib.db'), clock),
)

describe('SQLite', () => {
  it('shares grants between processes and keeps them over a restart', async () => {
    const clock = turnedClock('1970-01-01T00:00:00Z')
    const file = join(tempDir(), 'toolcrib.db')
    const [first, second] = [sqliteStores(file, clock), sqliteStores(file, clock)]
    await first.grants.put('a', { kind: 'owner', subject: 'O-1', facts: {} }, 100)
    first.close()
    expect(await second.grants.list('a', 50)).toHaveLength(1)
    second.close()
    const third = sqliteStores(file, clock)
    expect(await third.grants.list('a', 50)).toHaveLength(1)
    third.close()
  })

  it('writes every commit through to the disk', () => {
    const database = openDatabase(join(tempDir(), 'any.db'), 'CREATE TABLE t (x INTEGER)')
    expect(database.pragma('synchronous', { simple: true })).toBe(2)
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    database.close()
  })
})
