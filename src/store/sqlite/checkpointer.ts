import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

import { signCheckpoint, type Checkpoint, type Signing } from './checkpoint.ts'
import type { Database } from './database.ts'
import type { ChainHead } from './ledger-rows.ts'

/** Signs where the chain stands, now and again. */
export interface Checkpointer {
  /** Tells where the chain stands after a commit. */
  after(head: ChainHead): void
  /** Signs what is not signed yet. */
  close(): void
}

export interface CheckpointerSetting {
  readonly database: Database
  readonly signing: Signing
  /** The second place: a file that grows by one line a checkpoint. */
  readonly file: string | undefined
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Hears that the second place could not be written. */
  readonly onTrouble: (message: string) => void
}

/** After so many rows, or so long after the last one, there is another checkpoint. */
const ROWS = 1_000
const EVERY_MS = 60_000

/** Works on the writer's thread, behind its commits. Several processes may do so on one database. */
export function checkpointer(setting: CheckpointerSetting): Checkpointer {
  const { database, signing, now } = setting
  const newest = database.prepare<[], { seq: number; at: number }>(
    'SELECT seq, at FROM checkpoints ORDER BY seq DESC LIMIT 1',
  )
  // Another process may have signed the same row; one of the two is enough.
  const insert = database.prepare<[Stored]>(
    'INSERT OR IGNORE INTO checkpoints (seq, at, hash, key, signature) VALUES (@seq, @at, @hash, @key, @signature)',
  )
  const publish = publisher(setting)
  let last = newest.get() ?? { seq: 0, at: now() }
  let head: ChainHead | undefined
  const signNow = (): void => {
    if (!head || head.seq <= last.seq) return
    const made = signCheckpoint(head, now(), signing)
    last = made
    publish(made)
    try {
      insert.run(storedOf(made))
    } catch (error) {
      // The rows it speaks of are on the disk; a checkpoint that is missing must not make them look unwritten.
      setting.onTrouble(`A checkpoint of the ledger could not be stored: ${String(error)}`)
    }
  }
  return Object.freeze<Checkpointer>({
    after(at) {
      head = at
      if (at.seq >= last.seq + ROWS || (at.seq > last.seq && now() >= last.at + EVERY_MS)) signNow()
    },
    close: signNow,
  })
}

interface Stored extends Omit<Checkpoint, 'hash' | 'signature'> {
  readonly hash: Buffer
  readonly signature: Buffer
}

function storedOf({ hash, signature, ...rest }: Checkpoint): Stored {
  return {
    ...rest,
    hash: Buffer.from(hash, 'hex'),
    signature: Buffer.from(signature, 'base64'),
  }
}

/** Writes to the second place. What could not be written is kept, and goes with the next one. */
function publisher({ file, onTrouble }: CheckpointerSetting): (made: Checkpoint) => void {
  if (file === undefined) return () => {}
  const unwritten: Checkpoint[] = []
  return (made) => {
    unwritten.push(made)
    try {
      appendDurably(file, unwritten.map((each) => `${JSON.stringify(each)}\n`).join(''))
      unwritten.length = 0
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      onTrouble(`A checkpoint of the ledger could not be written to ${file}: ${why}`)
    }
  }
}

function appendDurably(file: string, text: string): void {
  const handle = openSync(file, 'a', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
