import type { Clock } from '../../kernel/host.ts'
import type { Journal } from '../../kernel/journal.ts'
import type { HouseKeys } from '../house-keys.ts'
import { keyId } from './checkpoint.ts'
import { checkpointer, type Checkpointer } from './checkpointer.ts'
import type { Database } from './database.ts'
import { groupCommit } from './group-commit.ts'
import { sqliteJournal } from './journal.ts'
import { JOURNAL_SCHEMA } from './journal-schema.ts'
import { openDatabase } from './open.ts'
import { threadWriter } from './thread-writer.ts'
import { writerOver } from './writer.ts'

export interface JournalSetting {
  /** The database. */
  readonly file: string
  readonly keys: HouseKeys
  readonly clock: Clock
  /** Where checkpoints are also written. */
  readonly checkpointFile: string | undefined
  /** Whether a thread of its own writes. A server has one; a command that makes one call does without. */
  readonly inThread: boolean
  /** Hears of trouble that no call can be told of. */
  readonly onTrouble: (message: string) => void
}

export interface OpenedJournal {
  readonly journal: Journal
  /** The connection that reads; without a thread it also writes. */
  readonly database: Database
}

/** Opens the journal. Several processes may have it open at once. */
export function openJournal(setting: JournalSetting): OpenedJournal {
  const { file, keys, clock, checkpointFile, inThread, onTrouble } = setting
  const database = openDatabase(file, JOURNAL_SCHEMA)
  const id = keyId(keys.verifying)
  const writer = inThread
    ? threadWriter({ file, signing: keys.signing, keyId: id, checkpointFile }, onTrouble)
    : inlineWriter(
        database,
        checkpointer({
          database,
          signing: { key: keys.signing, id },
          file: checkpointFile,
          now: clock.now,
          onTrouble,
        }),
      )
  const journal = sqliteJournal(database, writer, clock)
  const close = async (): Promise<void> => {
    await journal.close()
    database.close()
  }
  return { database, journal: Object.freeze({ ...journal, close }) }
}

function inlineWriter(database: Database, checkpoints: Checkpointer) {
  const commit = groupCommit(database, checkpoints.after)
  return writerOver(
    async (changes) => commit(changes),
    async () => checkpoints.close(),
  )
}
