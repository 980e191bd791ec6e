import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'

import type { Journal } from '../src/kernel/journal.ts'
import { houseKeys } from '../src/store/house-keys.ts'
import { keyId } from '../src/store/sqlite/checkpoint.ts'
import { groupCommit } from '../src/store/sqlite/group-commit.ts'
import { JOURNAL_SCHEMA } from '../src/store/sqlite/journal-schema.ts'
import { sqliteJournal } from '../src/store/sqlite/journal.ts'
import { openDatabase } from '../src/store/sqlite/open.ts'
import { threadWriter } from '../src/store/sqlite/thread-writer.ts'
import { writerOver, type Writer } from '../src/store/sqlite/writer.ts'
import { systemClock } from '../src/system-clock.ts'
import { writeOnce } from '../test/support/journal-entries.ts'
import { median } from './measure.ts'

/** One way of committing writes, each of which is a claim, a commit and a finish. */
export interface CommitFigures {
  readonly name: string
  readonly writesPerSecond: number
  /** Delay of the event loop while they are made, milliseconds. */
  readonly lagP50: number
  readonly lagP99: number
  readonly lagMax: number
}

export interface Commits {
  readonly figures: readonly CommitFigures[]
  /** Median over rounds of grouped to single throughput. */
  readonly threadGain: number
  readonly inlineGain: number
}

const ROUNDS = 20
const ROUND_MS = 200
const LANES = 64

/** The same journal with groups as they come, and with every change in a transaction of its own. */
export async function commitFigures(): Promise<Commits> {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
  const contenders = [
    { name: 'in a thread, grouped', journal: open(dir, 'thread', false) },
    { name: 'in a thread, one by one', journal: open(dir, 'thread', true) },
    { name: 'inline, grouped', journal: open(dir, 'inline', false) },
    { name: 'inline, one by one', journal: open(dir, 'inline', true) },
  ] as const
  const rounds = contenders.map((): Round[] => [])
  for (let round = 0; round <= ROUNDS; round++)
    for (const [at, { journal }] of contenders.entries()) {
      const measured = await roundOf(journal)
      // The first round only warms up.
      if (round > 0) rounds[at]?.push(measured)
    }
  await Promise.all(contenders.map(({ journal }) => journal.close()))
  rmSync(dir, { recursive: true })
  const rates = rounds.map((of) => of.map(({ perSecond }) => perSecond))
  const [thread = [], threadSingle = [], inline = [], inlineSingle = []] = rates
  const gain = (over: readonly number[], under: readonly number[]): number =>
    median(over.map((rate, at) => rate / (under[at] ?? Number.NaN)))
  return {
    figures: contenders.map(({ name }, at) => figuresOf(name, rounds[at] ?? [])),
    threadGain: gain(thread, threadSingle),
    inlineGain: gain(inline, inlineSingle),
  }
}

interface Round {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

let calls = 0

async function roundOf(journal: Journal): Promise<Round> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const startedMs = performance.now()
  let writes = 0
  const lane = async (): Promise<void> => {
    while (performance.now() - startedMs < ROUND_MS) {
      const call = `call-${++calls}`
      await writeOnce(journal, call, `key ${call}`)
      writes++
      // As a call from a network would: the next one comes in by a turn of the event loop.
      await setImmediate()
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  delay.disable()
  const ms = (nanoseconds: number): number => nanoseconds / 1e6
  return {
    perSecond: (writes * 1_000) / (performance.now() - startedMs),
    p50: ms(delay.percentile(50)),
    p99: ms(delay.percentile(99)),
    max: ms(delay.max),
  }
}

function figuresOf(name: string, rounds: readonly Round[]): CommitFigures {
  return {
    name,
    writesPerSecond: median(rounds.map(({ perSecond }) => perSecond)),
    lagP50: median(rounds.map(({ p50 }) => p50)),
    lagP99: median(rounds.map(({ p99 }) => p99)),
    lagMax: Math.max(...rounds.map(({ max }) => max)),
  }
}

function open(dir: string, way: 'thread' | 'inline', isSingle: boolean): Journal {
  const folder = mkdtempSync(join(dir, way))
  const file = join(folder, 'ledger.db')
  const { signing, verifying } = houseKeys(join(folder, 'house.key'))
  const database = openDatabase(file, JOURNAL_SCHEMA)
  const commit = groupCommit(database)
  const writer =
    way === 'thread'
      ? threadWriter({ file, signing, keyId: keyId(verifying), checkpointFile: undefined }, report)
      : writerOver(
          async (changes) => commit(changes),
          async () => {},
        )
  const journal = sqliteJournal(database, isSingle ? oneByOne(writer) : writer, systemClock)
  return {
    ...journal,
    async close() {
      await journal.close()
      database.close()
    },
  }
}

/** Hands over a change when the one before is on the disk, so that no two share a transaction. */
function oneByOne(writer: Writer): Writer {
  let before: Promise<unknown> = Promise.resolve()
  return {
    close: writer.close,
    write(change) {
      const writing = before.then(() => writer.write(change))
      before = writing.catch(() => {})
      return writing
    },
  }
}

function report(message: string): void {
  process.stderr.write(`${message}\n`)
}
