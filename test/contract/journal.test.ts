import { join } from 'node:path'

import { openLedger } from '../../src/audit/open-ledger.ts'
import { verifyLedger } from '../../src/audit/verify.ts'
import type { Database } from '../../src/store/sqlite/database.ts'
import { houseKeys } from '../../src/store/house-keys.ts'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { openJournal } from '../../src/store/sqlite/open-journal.ts'
import { turnedClock } from '../../src/testing/turned-clock.ts'
import { tempDir } from '../support/temp-dir.ts'
import { journalContract, type JournalRig } from './journal.contract.ts'
import { ticketsContract } from './tickets.contract.ts'

interface Setting {
  readonly inThread: boolean
  readonly processes: 1 | 2
}

/** A trigger that refuses every row stands in for a full disk, in whichever process or thread writes. */
const FULL = `CREATE TRIGGER full BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'disk full'); END`

function rig({ inThread, processes }: Setting): JournalRig {
  const dir = tempDir()
  const file = join(dir, 'toolcrib.db')
  const keys = houseKeys(join(dir, 'house.key'))
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const setting = { file, keys, clock, checkpointFile: undefined, inThread, onTrouble: () => {} }
  const { journal: one } = openJournal(setting)
  const { journal: other } = processes === 1 ? { journal: one } : openJournal(setting)
  const side: Database = openDatabase(file, '')
  let isClosed = false
  return {
    one: {
      ...one,
      async close() {
        isClosed = true
        await one.close()
      },
    },
    other,
    clock,
    ledger() {
      const ledger = openLedger(file)
      const { breaks } = verifyLedger({ ledger, verifying: keys.verifying, outside: undefined })
      const rows = [...ledger.rows()]
      ledger.close()
      if (breaks.length > 0) throw new Error(JSON.stringify(breaks))
      return rows
    },
    setFull: (isFull) => void side.exec(isFull ? FULL : 'DROP TRIGGER full'),
    async close() {
      side.close()
      if (!isClosed) await one.close()
      if (other !== one) await other.close()
    },
  }
}

const settings: readonly (readonly [string, Setting])[] = [
  ['SQLite', { inThread: false, processes: 1 }],
  ['SQLite, two processes', { inThread: false, processes: 2 }],
  ['SQLite by a thread', { inThread: true, processes: 1 }],
  ['SQLite by a thread, two processes', { inThread: true, processes: 2 }],
]

for (const [name, setting] of settings) {
  journalContract(name, () => rig(setting))
  ticketsContract(name, () => rig(setting))
}
