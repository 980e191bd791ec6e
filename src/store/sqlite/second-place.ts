import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs'

import { checkpointLine, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { CheckpointTable } from './checkpoint-table.ts'

/** A file that grows by one line a checkpoint, and that lies where the ledger's writer cannot take lines away. */
export interface SecondPlace {
  /** Brings it up to date, up to this checkpoint, and waits for the disk. Throws when it cannot be written. */
  publish(made: Checkpoint): void
}

export interface SecondPlaceSetting {
  readonly file: string
  readonly table: CheckpointTable
  readonly isOurs: (checkpoint: Checkpoint) => boolean
}

/**
 * What is missing is found by comparing the file's end with the table, and not remembered: so it does not matter which
 * process could not write, or whether it is still there.
 */
export function secondPlace({ file, table, isOurs }: SecondPlaceSetting): SecondPlace {
  let published: number | undefined
  return Object.freeze<SecondPlace>({
    publish(made) {
      // Where the file may be written and not read, what this process knows has to do.
      published ??= made.seq - 1
      const end = endOf(file, isOurs) ?? { seq: published, isWhole: true }
      const missing = table.behind(end.seq).filter((each) => isOurs(each) && each.seq < made.seq)
      const lines = [...missing, made].map((each) => `${checkpointLine(each)}\n`)
      // Behind a line that a crash cut short, the next one would be lost as well.
      appendDurably(file, `${end.isWhole ? '' : '\n'}${lines.join('')}`)
      published = made.seq
    },
  })
}

interface End {
  /** The row of the last checkpoint that is ours; 0 where there is none. */
  readonly seq: number
  /** Whether the last line is complete. */
  readonly isWhole: boolean
}

const TAIL_BYTES = 65_536

/** `undefined` where it cannot be read, such as a pipe. */
function endOf(file: string, isOurs: SecondPlaceSetting['isOurs']): End | undefined {
  const tail = tailOf(file)
  if (tail === undefined) return undefined
  const last = tail.split('\n').findLast((line) => {
    const checkpoint = readCheckpoint(line)
    return checkpoint !== undefined && isOurs(checkpoint)
  })
  return {
    seq: last === undefined ? 0 : (readCheckpoint(last)?.seq ?? 0),
    isWhole: tail === '' || tail.endsWith('\n'),
  }
}

function tailOf(file: string): string | undefined {
  try {
    // Opening a pipe would wait for its other end.
    if (!statSync(file).isFile()) return undefined
    return readTail(file)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? '' : undefined
  }
}

function readTail(file: string): string {
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES))
    const read = readSync(handle, tail, 0, tail.byteLength, size - tail.byteLength)
    return tail.toString('utf8', 0, read)
  } finally {
    closeSync(handle)
  }
}

function appendDurably(file: string, text: string): void {
  const handle = openSync(file, 'a', 0o600)
  try {
    writeFileSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
