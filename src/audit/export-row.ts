import type { StoredRow } from './open-ledger.ts'

/** A row for machines, in one line of JSON. `body` is what was hashed, as text, so that others can verify the chain. */
export function exportLine({ seq, at, kind, run, call, body, hash }: StoredRow): string {
  return JSON.stringify({
    seq,
    at: new Date(at).toISOString(),
    atMs: at,
    kind,
    conversation: run,
    call,
    body,
    hash: hash.toString('hex'),
  })
}
