import { join } from 'node:path'
import { expect, it } from 'vitest'

import { openDatabase } from '../../../src/index.ts'
import { databaseFile } from '../../../src/store/places.ts'
import { busyStore } from '../../../src/store/sqlite/busy.ts'
import { openJournal } from '../../../src/store/sqlite/open-journal.ts'
import { houseKeys } from '../../../src/store/house-keys.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { claimOf } from '../../support/journal-entries.ts'
import { tempDir } from '../../support/temp-dir.ts'

it('a claim that waits in vain for another process’s write is busy, and not a full disk', async () => {
  const dir = tempDir()
  const { journal } = openJournal({
    file: databaseFile(dir),
    keys: houseKeys(join(dir, 'house.key')),
    clock: systemClock,
    checkpointFile: undefined,
    inThread: false,
    onTrouble: () => {},
  })
  const other = openDatabase(databaseFile(dir), '')
  other.exec('BEGIN IMMEDIATE')
  const thrown: unknown = await journal
    .claim(claimOf('call-1', 'key-1'))
    .catch((error: unknown) => error)
  expect(busyStore(thrown)?.code).toBe('busy')
  other.exec('ROLLBACK')
  other.close()
  expect(await journal.claim(claimOf('call-2', 'key-1'))).toMatchObject({ kind: 'claimed' })
  await journal.close()
})
