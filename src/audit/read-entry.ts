import type { Entry } from '../kernel/ledger.ts'
import type { StoredRow } from './open-ledger.ts'

/** A row with its body read. */
export type StoredEntry = Entry & { readonly seq: number }

const KINDS: ReadonlySet<string> = new Set<Entry['kind']>([
  'run',
  'call',
  'result',
  'grant',
  'clearance',
  'operation',
  'compensation',
  'change',
])

/** Reads a row by the shapes of `kernel/ledger.ts`, in which it was written; `undefined` for a kind of a later version. */
export function readEntry({ seq, at, kind, run, call, body }: StoredRow): StoredEntry | undefined {
  if (!KINDS.has(kind)) return undefined
  const entry: StoredEntry = JSON.parse(
    JSON.stringify({ seq, atMs: at, kind, run, call, body: JSON.parse(body) }),
  )
  return entry
}
