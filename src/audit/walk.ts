import { isUtf8 } from 'node:buffer'
import * as z from 'zod'

import { CHAIN_START, chainHash } from '../store/sqlite/chain.ts'
import type { Findings } from './findings.ts'
import { storedRow, type StoredRow } from './open-ledger.ts'

/** What was seen on the way along the chain. */
export interface Walked {
  readonly rows: number
  /** The last row's place; 0 where there is none. */
  readonly end: number
  /** When the last row was written. */
  readonly endedAtMs: number | undefined
  /** The stored hashes of the rows that checkpoints speak of. */
  readonly hashes: ReadonlyMap<number, string>
  /** Whether all rows could be read. */
  readonly isWhole: boolean
}

const chained = storedRow.extend({ bytes: z.instanceof(Buffer).refine(isUtf8) })

const placed = z.object({ seq: z.int() })

/** Goes along the chain from its first row to its last, and finds what does not follow from the row before. */
export function walkChain(
  rows: Iterable<unknown>,
  wanted: ReadonlySet<number>,
  found: Findings,
): Walked {
  const hashes = new Map<number, string>()
  const step = stepper(found)
  let count = 0
  let last: StoredRow | undefined
  let isWhole = true
  try {
    for (const row of rows) {
      count += 1
      const read = step(row)
      if (!read) continue
      if (wanted.has(read.seq)) hashes.set(read.seq, read.hash.toString('hex'))
      last = read
    }
  } catch (error) {
    isWhole = false
    const why = error instanceof Error ? error.message : String(error)
    found.add((last?.seq ?? 0) + 1, `From here on the database cannot be read: ${why}.`)
  }
  return { rows: count, end: last?.seq ?? 0, endedAtMs: last?.at, hashes, isWhole }
}

/** Judges one row after the other, and returns each that has a place in the chain. */
function stepper(found: Findings): (row: unknown) => StoredRow | undefined {
  let due = 1
  // What the row before may have had for its hash. After a fault that is what is stored, or what should be: so one
  // changed byte is one finding, whether it was in the row or in its hash.
  let before: readonly Buffer[] | undefined = [CHAIN_START]
  return (raw) => {
    const read = chained.safeParse(raw)
    const seq = read.data?.seq ?? placed.safeParse(raw).data?.seq ?? due
    if (seq < due) {
      found.add(seq, 'It stands before the first row, where the ledger writes none.')
      return undefined
    }
    if (seq > due) {
      found.add(seq, `${missing(due, seq - 1)} missing before it.`)
      before = undefined
    }
    due = seq + 1
    if (!read.success) {
      found.add(seq, 'It holds what the ledger never writes.')
      before = undefined
      return undefined
    }
    const row = read.data
    const right = before?.map((hash) => chainHash(hash, row)) ?? [row.hash]
    const isRight = right.some((hash) => hash.equals(row.hash))
    if (!isRight) found.add(seq, 'It does not fit its hash: it was changed, moved or put in.')
    before = isRight ? [row.hash] : [row.hash, ...right]
    return row
  }
}

function missing(first: number, last: number): string {
  return first === last ? `Row ${first} is` : `Rows ${first} to ${last} are`
}
