import Sqlite from 'better-sqlite3'

import type { Commits } from './ledger-commits.ts'
import type { Fsyncs } from './ledger-fsyncs.ts'
import type { HttpRatio } from './ledger-http.ts'

export interface LedgerFigures {
  readonly http: readonly HttpRatio[]
  /** Microseconds for making the rows of a read. */
  readonly rowsUs: number
  readonly commits: Commits
  readonly fsyncs: Fsyncs | undefined
}

/** A ratio with the least that it may be. */
export interface Budget {
  readonly what: string
  readonly ratio: number
  readonly least: number
}

export function budgetsOf({ http, rowsUs, commits }: LedgerFigures): readonly Budget[] {
  const reads = http.filter(({ tool }) => tool === 'shop_check')
  return [
    ...reads.map(({ concurrency, keeps, unrecordedCpuUs }) => ({
      what: `recorded reads / the same without a ledger, over HTTP, ${concurrency} at once`,
      // The server that keeps nothing makes the rows all the same, and nothing is gained by recording.
      ratio: Math.min(1, keeps) * (1 - rowsUs / unrecordedCpuUs),
      least: 0.8,
    })),
    {
      what: 'group-committed writes / single commits, writer in a thread, 64 at once',
      ratio: commits.threadGain,
      least: 5,
    },
  ]
}

export function isKept({ ratio, least }: Budget): boolean {
  return ratio >= least
}

export function reportOf(figures: LedgerFigures): string {
  const { http, rowsUs, commits, fsyncs } = figures
  const sqlite = new Sqlite(':memory:').prepare('SELECT sqlite_version()').pluck().get()
  return `# What the ledger costs

Written by \`npm run bench:ledger\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, SQLite ${String(sqlite)}, ${process.platform} ${process.arch}. A small machine that others use at the same time: rounds are interleaved, and only ratios within one run mean anything.

## Budgets

${table(
  ['ratio', 'at least', '', ''],
  budgetsOf(figures).map((budget) => [
    budget.ratio.toFixed(2),
    String(budget.least),
    isKept(budget) ? 'kept' : '**missed**',
    budget.what,
  ]),
)}

## A call over HTTP, with and without a ledger

The servers are processes of their own, with the whole policy and the writer in a thread; each of the callers at once is a conversation of its own, because the writes of one go one after the other. *Keeps* is the median ratio of throughput over pairs of rounds. CPU is that of all threads of the server, per call. Both servers make the rows, which takes ${rowsUs.toFixed(0)} µs for a read; the budget above counts that as a cost of the ledger, and takes what is over 100 % for noise.

${table(
  ['tool', 'at once', 'keeps', 'calls/s with', 'without', 'CPU µs with', 'without'],
  http.map((of) => [
    of.tool === 'shop_check' ? 'read' : 'write',
    String(of.concurrency),
    `${(of.keeps * 100).toFixed(0)} %`,
    of.recorded.toFixed(0),
    of.unrecorded.toFixed(0),
    of.recordedCpuUs.toFixed(0),
    of.unrecordedCpuUs.toFixed(0),
  ]),
)}

## Group commit, and the event loop meanwhile

64 writes at once, each a claim, a commit and a finish. Grouped to single: ${commits.threadGain.toFixed(1)} times in a thread, ${commits.inlineGain.toFixed(1)} times inline.

${table(
  ['writer', 'writes/s', 'lag p50 ms', 'p99', 'max'],
  commits.figures.map(({ name, writesPerSecond, lagP50, lagP99, lagMax }) => [
    name,
    writesPerSecond.toFixed(0),
    lagP50.toFixed(1),
    lagP99.toFixed(1),
    lagMax.toFixed(1),
  ]),
)}

## Waits for the disk

${
  fsyncs
    ? `${fsyncs.perAppend.toFixed(2)} fsyncs for each append on its own, ${fsyncs.perAppendOf20.toFixed(2)} where 20 are made at once; by strace, over 400 appends.`
    : 'Not counted: there is no strace here.'
}
`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
