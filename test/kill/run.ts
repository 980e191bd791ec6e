import Sqlite from 'better-sqlite3'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { WINDOW_MS } from '../../src/store/sqlite/pending-rows.ts'
import { GRAIN_MS } from './acknowledged.ts'
import type { ProviderMode } from './desk-module.ts'
import { isExpected } from './expected.ts'
import { LEASE_MS } from './house.ts'
import { killAtEachPoint, type NamedRun } from './named-points.ts'
import { brokenIn, brokenInRun } from './promises.ts'
import { killAtRandom, type RandomRun } from './random-kills.ts'
import { isExpectedOf, killTicketsAtEachPoint, type TicketRun } from './ticket-points.ts'

/** `npm run kill`: the long form of `kill.test.ts`. Writes its figures to RESULTS.md, and fails when a promise broke. */

const KILLS = Number(process.argv[2] ?? 500)
/** Kills of processes that only read, where nothing else hurries rows to the disk. */
const READ_KILLS = Math.ceil(KILLS / 10)
const MODES = ['keys', 'none'] as const

/** Kills among tickets, for each of the two ways in which approved calls run. */
const TICKET_KILLS = Math.ceil((KILLS * 3) / 10)
const WAYS = ['wait', 'execute'] as const

type TicketFigures = Readonly<
  Record<(typeof WAYS)[number], { readonly named: TicketRun; readonly random: RandomRun }>
>

type Figures = Readonly<
  Record<
    ProviderMode,
    { named: NamedRun; random: RandomRun; reads: RandomRun; tickets: TicketFigures }
  >
>

async function main(): Promise<number> {
  const startedMs = performance.now()
  const [keys, none] = await Promise.all(MODES.map(runOf))
  if (!keys || !none) throw new Error('A run is missing.')
  const figures = { keys, none }
  const minutes = (performance.now() - startedMs) / 60_000
  const text = report(figures, minutes)
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), text)
  process.stdout.write(text)
  return MODES.every((mode) => keptAll(mode, figures)) ? 0 : 1
}

async function runOf(mode: ProviderMode) {
  const named = await killAtEachPoint(mode)
  const random = await killAtRandom({ mode, kills: KILLS, callers: 6, readers: 2 })
  const reads = await killAtRandom({ mode, kills: READ_KILLS, callers: 0, readers: 3 })
  const tickets = { wait: await ticketsOf(mode, 'wait'), execute: await ticketsOf(mode, 'execute') }
  return { named, random, reads, tickets }
}

async function ticketsOf(mode: ProviderMode, onApproval: (typeof WAYS)[number]) {
  const named = await killTicketsAtEachPoint(mode, onApproval)
  const setting = { mode, onApproval, gate: 'ticket', kills: TICKET_KILLS } as const
  return { named, random: await killAtRandom({ ...setting, callers: 5, readers: 1 }) }
}

function keptAll(mode: ProviderMode, figures: Figures): boolean {
  const { named, random, reads } = figures[mode]
  return (
    named.outcomes.every((outcome) => isExpected(mode, outcome)) &&
    WAYS.every((way) => keptTickets(mode, way, figures)) &&
    [brokenIn(named.verdict), brokenInRun(random), brokenInRun(reads)].every((broken) =>
      Object.values(broken).every((times) => times === 0),
    )
  )
}

function keptTickets(mode: ProviderMode, way: (typeof WAYS)[number], figures: Figures): boolean {
  const { named, random } = figures[mode].tickets[way]
  return (
    named.outcomes.every((outcome) => isExpectedOf(mode, way, outcome)) &&
    [brokenIn(named.verdict), brokenInRun(random)].every((broken) =>
      Object.values(broken).every((times) => times === 0),
    )
  )
}

function report(figures: Figures, minutes: number): string {
  const { keys, none } = figures
  const random = { keys: keys.random, none: none.random }
  const sqlite = new Sqlite(':memory:').prepare('SELECT sqlite_version()').pluck().get()
  const kept = MODES.every((mode) => keptAll(mode, figures))
  return `# Kill tests: what the last long run found

Written by \`npm run kill\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes.toFixed(1)} minutes; Node ${process.versions.node}, SQLite ${String(sqlite)}, ${process.platform} ${process.arch}. A shared machine: counts mean something, times little.

A server process with the whole policy, its writer in a thread, is ended by SIGKILL and started anew over the same folder. Its gated write has its effect at a provider in another process, once at one that honours operation keys (the tool declares \`resumes\`), once at one that ignores them. A lease is ${LEASE_MS} ms. SIGKILL does not test a loss of power.

**${kept ? 'Every promise was kept.' : 'A PROMISE WAS BROKEN.'}**

## At random moments

${table(
  ['', 'keys honoured', 'keys ignored'],
  [
    ...rowsOf('kills', random, ({ kills }) => kills),
    ...rowsOf('… while the house was opening', random, (run) => run.killsWhileOpening),
    ...rowsOf('orders', random, ({ orders }) => orders),
    ...rowsOf('answers to writes seen', random, ({ found }) => found.answered.writes),
    ...rowsOf('answers to reads seen', random, ({ found }) => found.answered.reads),
    ...rowsOf('calls whose process died first', random, ({ unanswered }) => unanswered),
    ...rowsOf('rows in the ledger', random, ({ verdict }) => verdict.seen.rows),
    ...rowsOf('requests at the provider', random, ({ verdict }) => verdict.seen.requests),
    ...rowsOf('effects', random, ({ verdict }) => verdict.seen.effects),
    ...rowsOf(
      '… finished by a retry under their key',
      random,
      (run) => run.verdict.seen.resumedUnderTheirKey,
    ),
    ...rowsOf('operations at the end', random, ({ verdict }) => wordsOf(verdict.seen.states)),
  ],
)}

What must be 0:

${table(
  ['', 'keys honoured', 'keys ignored'],
  Object.keys(brokenInRun(keys.random)).map((name) => [
    spaced(name),
    ...MODES.map((mode) => String(brokenInRun(random[mode])[name])),
  ]),
)}

Reads are answered up to ${WINDOW_MS} ms before their rows are on the disk, and may be lost with the process: those of that window, of the time for which a busy machine held the process up, and of the commits that were underway. What is lost is always an end: no read is missing whose process put a later one on record. A read counts as lost too early when it is older than the window, twice the longest pause and twice the longest commit of its process. By the killed processes' own clocks:

${table(
  ['', 'keys honoured', 'keys ignored', 'reads alone'],
  READ_ROWS.map(([name, of]) => [
    name,
    ...[keys.random, none.random, keys.reads].map((run) => of(run)),
  ]),
)}

*Reads alone* is ${READ_KILLS} kills of processes that do nothing else: among writes, each write takes the rows of the reads before it along.

## At each point of a gated write

What the same call came to when it was sent again with the same key, and how many requests and effects there were.

${table(
  ['killed', 'keys honoured', 'keys ignored'],
  keys.named.outcomes.map(({ point }, at) => [
    point,
    ...MODES.map((mode) => {
      const outcome = figures[mode].named.outcomes[at]
      if (!outcome) return '–'
      const mark = isExpected(mode, outcome) ? '' : ' **NOT EXPECTED**'
      return `${outcome.told}; ${outcome.requests} and ${outcome.effects}${mark}`
    }),
  ]),
)}

## Behind an operator

The same write, of tier privileged: its call gets a ticket, an operator approves it, and then it runs when its client asks again (*wait*) or by itself (*execute*). ${TICKET_KILLS} random kills each. What must be 0:

${table(
  ['', ...COLUMNS.map(([mode, way]) => `${MODE_WORDS[mode]}, ${way}`)],
  [
    ['orders', ...COLUMNS.map(([mode, way]) => String(figures[mode].tickets[way].random.orders))],
    [
      'effects',
      ...COLUMNS.map(([mode, way]) =>
        String(figures[mode].tickets[way].random.verdict.seen.effects),
      ),
    ],
    ...Object.keys(brokenInRun(keys.tickets.wait.random)).map((name) => [
      spaced(name),
      ...COLUMNS.map(([mode, way]) => String(brokenInRun(figures[mode].tickets[way].random)[name])),
    ]),
  ],
)}

And at each point, as above:

${table(
  ['killed', ...COLUMNS.map(([mode, way]) => `${MODE_WORDS[mode]}, ${way}`)],
  keys.tickets.wait.named.outcomes.map(({ point }, at) => [
    point,
    ...COLUMNS.map(([mode, way]) => {
      const outcome = figures[mode].tickets[way].named.outcomes[at]
      if (!outcome) return '–'
      const mark = isExpectedOf(mode, way, outcome) ? '' : ' **NOT EXPECTED**'
      return `${outcome.told}; ${outcome.requests} and ${outcome.effects}${mark}`
    }),
  ]),
)}
`
}

const COLUMNS = MODES.flatMap((mode) => WAYS.map((way) => [mode, way] as const))

const MODE_WORDS = { keys: 'keys honoured', none: 'keys ignored' } as const

const READ_ROWS: readonly (readonly [string, (run: RandomRun) => string])[] = [
  ['kills', ({ kills }) => String(kills)],
  ['reads answered', ({ found }) => String(found.answered.reads)],
  ['reads lost', ({ found }) => String(found.readsInWindow.length)],
  [
    '… older than the window alone',
    ({ found }) =>
      String(found.readsInWindow.filter((ageMs) => ageMs > WINDOW_MS + GRAIN_MS).length),
  ],
  ['… older than window, pauses and commits', ({ found }) => String(found.readsTooOld.length)],
  ['median age, ms', ({ found }) => String(median(found.readsInWindow))],
  ['oldest, ms', ({ found }) => String(Math.max(0, ...found.readsInWindow))],
  [
    'longest commit seen, ms',
    ({ found }) => (found.longestCommitMs > 0 ? found.longestCommitMs.toFixed(1) : '–'),
  ],
]

function rowsOf(
  name: string,
  runs: Readonly<Record<ProviderMode, RandomRun>>,
  of: (run: RandomRun) => number | string,
): readonly (readonly string[])[] {
  return [[name, ...MODES.map((mode) => String(of(runs[mode])))]]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function wordsOf(states: Readonly<Record<string, number>>): string {
  return Object.entries(states)
    .map(([state, times]) => `${times} ${state}`)
    .join(', ')
}

/** `chainBreaks` as people write it. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

process.exitCode = await main()
