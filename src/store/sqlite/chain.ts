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

/** SHA-256 over the hash of the row before and everything in this one, so that no row can change, move or go alone. */
export function chainHash(
  previous: Buffer,
  { seq, at, kind, run, call, body }: ChainedRow,
): Buffer {
  const row = Buffer.from(JSON.stringify([seq, at, kind, run, call, body]))
  return hash('sha256', Buffer.concat([previous, row]), 'buffer')
}
