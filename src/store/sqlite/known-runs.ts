import type { Entry } from '../../kernel/ledger.ts'
import type { LedgerRow } from './ledger-rows.ts'

/** Conversations whose first row is on the disk, so that it need not be made again for each of their calls. */
export interface KnownRuns {
  /** Hears of rows that are on the disk. */
  add(rows: readonly LedgerRow[]): void
  /** What of these may be news to the ledger. */
  news(entries: readonly Entry[]): readonly Entry[]
}

/** After so many all are forgotten: the ledger leaves out what it knows in any case. */
const MOST = 10_000

export function knownRuns(): KnownRuns {
  const known = new Set<string>()
  return {
    add(rows) {
      for (const { kind, run } of rows) {
        if (kind !== 'run' || run === null) continue
        if (known.size >= MOST) known.clear()
        known.add(run)
      }
    },
    news: (entries) =>
      entries.filter(({ kind, run }) => kind !== 'run' || run === null || !known.has(run)),
  }
}
