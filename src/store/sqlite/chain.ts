import { hash } from 'node:crypto'

/** A row as it stands in the table, without its hash. `body` is the very text: reformatted JSON is another row. */
export interface ChainedRow {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly run: string | null
  readonly call: string | null
  readonly body: string
}

/** What stands in for the hash of the row before the first. */
export const CHAIN_START: Buffer = Buffer.alloc(32)

/** Longer rows than this get room of their own, bytes. */
const ROOM = 65_536

/** UTF-8 takes no more bytes for a unit of text than these. */
const LONGEST_UNIT = 3

/** Where a row is written behind the hash before it: with buffers for each, allocating cost more than hashing. */
const room = Buffer.alloc(CHAIN_START.byteLength + ROOM)

/** SHA-256 over the hash of the row before and everything in this one, so that no row can change, move or go alone. */
export function chainHash(
  previous: Buffer,
  { seq, at, kind, run, call, body }: ChainedRow,
): Buffer {
  const row = JSON.stringify([seq, at, kind, run, call, body])
  if (row.length * LONGEST_UNIT > ROOM)
    return hash('sha256', Buffer.concat([previous, Buffer.from(row)]), 'buffer')
  const start = previous.copy(room)
  return hash('sha256', room.subarray(0, start + room.write(row, start)), 'buffer')
}
