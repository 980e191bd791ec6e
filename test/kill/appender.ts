import type { Journal } from '../../src/kernel/journal.ts'
import { houseKeys } from '../../src/store/house-keys.ts'
import { databaseFile, keyFile } from '../../src/store/places.ts'
import { openJournal } from '../../src/store/sqlite/open-journal.ts'
import { WriteFailed } from '../../src/store/sqlite/writer.ts'
import { systemClock } from '../../src/system-clock.ts'
import { callEntry, DONE, writeOnce } from '../support/journal-entries.ts'

/**
 * One of several processes that append to one ledger at once: says that it is ready, and when it is told to, writes and
 * reads as fast as it can, and reports what was acknowledged.
 */

export interface Report {
  /** Calls of writes that went all the way. */
  readonly writes: readonly string[]
  /** Keys that every process goes for, and which this one has got. */
  readonly won: readonly string[]
  readonly reads: readonly string[]
  readonly failures: readonly string[]
}

const [dataDir = '', name = '', rounds = '0', inThread = ''] = process.argv.slice(2)

const opened = openJournal({
  file: databaseFile(dataDir),
  keys: houseKeys(keyFile(dataDir)),
  clock: systemClock,
  checkpointFile: undefined,
  inThread: inThread === 'thread',
  onTrouble: (message) => void process.stderr.write(`${message}\n`),
})
const [writes, won, reads, failures] = [[], [], [], []] as [string[], string[], string[], string[]]

/** Where other processes keep the lock for too long nothing was written, and who called is told to try again. */
async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof WriteFailed) || error.code !== 'SQLITE_BUSY') throw error
    }
}

const journal: Journal = {
  ...opened.journal,
  appendSoon: (...given) => untilFree(() => opened.journal.appendSoon(...given)),
  claim: (...given) => untilFree(() => opened.journal.claim(...given)),
  commit: (...given) => untilFree(() => opened.journal.commit(...given)),
  finish: (...given) => untilFree(() => opened.journal.finish(...given)),
}

async function noted(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    failures.push(String(error))
  }
}

async function round(n: number): Promise<void> {
  const write = (lane: number) => async () => {
    const call = `${name}-w${n}-${lane}`
    if (await writeOnce(journal, call, `own ${call}`)) writes.push(call)
  }
  const race = async () => {
    const call = `${name}-s${n}`
    if (await writeOnce(journal, call, `shared ${n}`)) won.push(`shared ${n}`)
  }
  const read = (lane: number) => async () => {
    const call = `${name}-r${n}-${lane}`
    await journal.appendSoon([callEntry(call, `line-${name}`, DONE)])
    reads.push(call)
  }
  await Promise.all([write(1), write(2), race, read(1), read(2), read(3)].map(noted))
}

process.once('message', () => {
  void (async () => {
    for (let n = 0; n < Number(rounds); n++) await round(n)
    await journal.close()
    process.send?.({ writes, won, reads, failures }, () => process.disconnect())
  })()
})
process.send?.('ready')
