import { storedIn, type Checkpoint } from './checkpoint.ts'
import type { Database } from './database.ts'

/** The checkpoints beside the ledger. */
export interface CheckpointTable {
  /** Where and when the chain was last signed, by whatever process, up to a row. */
  newestUpTo(seq: number): Pick<Checkpoint, 'seq' | 'at'> | undefined
  /** Leaves out what another process has signed already. */
  add(made: Checkpoint): void
  /** The newest ones behind a row, at most 1,000, in their order. */
  behind(seq: number): readonly Checkpoint[]
}

interface Stored extends Omit<Checkpoint, 'hash' | 'signature'> {
  readonly hash: Buffer
  readonly signature: Buffer
}

export function checkpointTable(database: Database): CheckpointTable {
  // Only up to a row that exists: one that somebody made up must not keep us from signing.
  const newest = database.prepare<[number], Pick<Checkpoint, 'seq' | 'at'>>(
    'SELECT seq, at FROM checkpoints WHERE seq <= ? ORDER BY seq DESC LIMIT 1',
  )
  const insert = database.prepare<[Stored]>(
    'INSERT OR IGNORE INTO checkpoints (seq, at, hash, key, signature) VALUES (@seq, @at, @hash, @key, @signature)',
  )
  const behind = database.prepare<[number]>(
    'SELECT * FROM (SELECT * FROM checkpoints WHERE seq > ? ORDER BY seq DESC LIMIT 1000) ORDER BY seq',
  )
  return Object.freeze<CheckpointTable>({
    newestUpTo: (seq) => newest.get(seq),
    add({ hash, signature, ...rest }) {
      insert.run({
        ...rest,
        hash: Buffer.from(hash, 'hex'),
        signature: Buffer.from(signature, 'base64'),
      })
    },
    behind: (seq) => behind.all(seq).flatMap((row) => storedIn(row) ?? []),
  })
}
