import type { Database } from './database.ts'
import { journalDesk, type Change, type JournalDesk, type Made } from './journal-ops.ts'
import type { ChainHead } from './ledger-rows.ts'

/** What came of one change. */
export type Outcome =
  | { readonly ok: true; readonly made: Made }
  | { readonly ok: false; readonly code: string; readonly message: string }

/** Makes changes, and answers for each; those that are `ok` are on the disk then. */
export type CommitGroup = (changes: readonly Change[]) => readonly Outcome[]

/**
 * Makes a group of changes in one transaction, with one wait for the disk. A change that fails is undone alone, and the
 * others stand. `onCommitted` hears where the chain ends; it must not throw.
 */
export function groupCommit(
  database: Database,
  onCommitted: (head: ChainHead) => void = () => {},
): CommitGroup {
  const desk = journalDesk(database)
  const makeOne = database.transaction((change: Change): Made => desk.make(change))
  const makeAll = database.transaction((changes: readonly Change[]): readonly Outcome[] => {
    // Other processes append to the same chain.
    desk.settle()
    return changes.map((change) => outcomeOf(() => makeOne(change), desk, database))
  })
  return (changes) => {
    const outcomes = attempt(() => makeAll.immediate(changes))
    if ('ok' in outcomes) return changes.map(() => outcomes)
    onCommitted(desk.head())
    return outcomes
  }
}

/** What the group came to, or the one failure of all. */
function attempt(makeAll: () => readonly Outcome[]): readonly Outcome[] | Outcome {
  try {
    return makeAll()
  } catch (error) {
    return failureOf(error)
  }
}

function outcomeOf(make: () => Made, desk: JournalDesk, database: Database): Outcome {
  const before = desk.head()
  try {
    return { ok: true, made: make() }
  } catch (error) {
    // SQLite has undone the whole transaction: going on would commit the rest of the group one by one.
    if (!database.inTransaction) throw error
    desk.settle(before)
    return failureOf(error)
  }
}

function failureOf(error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { ok: false, code, message: error instanceof Error ? error.message : String(error) }
}
