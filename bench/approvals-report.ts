import Sqlite from 'better-sqlite3'

/** The same request where few tickets wait, and where many do. */
export interface Pair {
  readonly what: string
  readonly fewMs: number
  readonly manyMs: number
  /** The median over rounds of many to few. */
  readonly ratio: number
  /** The most that the ratio may be. */
  readonly most: number
}

export interface ApprovalsFigures {
  readonly pairs: readonly Pair[]
  readonly fullPageMs: number
  /** Sorted. */
  readonly delaysMs: readonly number[]
}

/** A look at the ledger every 250 ms, and as much again for a busy machine. */
const MOST_DELAY_MS = 500

export function isKept({ pairs, delaysMs }: ApprovalsFigures): boolean {
  return pairs.every(({ ratio, most }) => ratio <= most) && at(delaysMs, 0.99) <= MOST_DELAY_MS
}

export function approvalsReport(figures: ApprovalsFigures): string {
  const { pairs, fullPageMs, delaysMs } = figures
  const sqlite = new Sqlite(':memory:').prepare('SELECT sqlite_version()').pluck().get()
  return `# What waiting tickets cost the operators' API

Written by \`npm run bench:approvals\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, SQLite ${String(sqlite)}, ${process.platform} ${process.arch}. A small machine that others use at the same time: requests are interleaved, and only ratios within one run mean anything.

## 1,000 pending against 10

Over HTTP, by one server for each; a decision waits for the disk. The ratio is the median over pairs of requests.

${table(
  ['request', 'ms with 10', 'with 1,000', 'ratio', 'at most', ''],
  pairs.map(({ what, fewMs, manyMs, ratio, most }) => [
    what,
    fewMs.toFixed(2),
    manyMs.toFixed(2),
    ratio.toFixed(2),
    String(most),
    ratio <= most ? 'kept' : '**missed**',
  ]),
)}

A page of 200 of the 1,000 takes ${fullPageMs.toFixed(1)} ms.

## From the record to 20 watchers

What another process puts on record, until each of 20 streams has been read to it. The server looks every 250 ms.

${table(
  ['ms p50', 'p99', 'max', 'p99 at most', ''],
  [
    [
      at(delaysMs, 0.5).toFixed(0),
      at(delaysMs, 0.99).toFixed(0),
      at(delaysMs, 1).toFixed(0),
      String(MOST_DELAY_MS),
      at(delaysMs, 0.99) <= MOST_DELAY_MS ? 'kept' : '**missed**',
    ],
  ],
)}
`
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
