import { isoTime } from './iso-time.ts'
import type { StoredRow } from './open-ledger.ts'
import { plainJson } from './plain-text.ts'

/** A row for machines, in one line of JSON. `body` is what was hashed, as text, so that others can verify the chain. */
export function exportLine({ seq, at, kind, run, call, body, hash }: StoredRow): string {
  return plainJson({
    seq,
    at: isoTime(at),
    atMs: at,
    kind,
    conversation: run,
    call,
    body,
    hash: hash.toString('hex'),
  })
}
