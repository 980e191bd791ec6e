import type { Config } from '../config/config.ts'
import { Problems } from '../kernel/catalog.ts'
import { openRecords, type Records } from '../open-records.ts'
import { systemClock } from '../system-clock.ts'

/** Opens the deployment's journal, and no module, for one piece of work. */
export async function withJournal<T>(
  config: Config,
  use: (records: Records) => Promise<T>,
): Promise<T> {
  const records = openedRecords(config)
  try {
    return await use(records)
  } finally {
    await records.journal.close()
  }
}

/** The deployment's records, to be closed by the caller. Throws `Problems`. */
export function openedRecords(config: Config): Records {
  try {
    return openRecords({ config, clock: systemClock, inThread: false, onTrouble: () => {} })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Problems([`The deployment's records cannot be opened: ${why}`])
  }
}
