import { cpus } from 'node:os'

import { ASKED, AT_ONCE, WIRES, type Asked, type HttpFigure } from './edge-http.ts'
import { PINNING } from './edge-pin.ts'
import packages from '../package.json' with { type: 'json' }

export const FLOOR = 'bare node:http echo'
export const RECIPE = 'the SDK as documented'
export const HOUSE = 'Toolcrib'

export interface StdioFigure {
  readonly asked: Asked
  readonly inFlight: number
  readonly name: string
  readonly perSecond: number
  readonly toFloor: number
}

export interface EdgeFigures {
  readonly http: readonly HttpFigure[]
  /** Lists of 10 of 1,000 tools to lists of 10 of 10, in throughput. */
  readonly wide: number
  readonly stdio: readonly StdioFigure[]
  /** Milliseconds to the first list, by name. */
  readonly starts: ReadonlyMap<string, number>
}

/** A ratio with the least that it may be. */
export interface Budget {
  readonly what: string
  readonly ratio: number
  readonly least: number
}

export function budgetsOf({ http, wide, starts }: EdgeFigures): readonly Budget[] {
  const house = http.filter(({ name }) => name === HOUSE)
  const calls = house.filter(({ asked, atOnce }) => asked === 'tools/call' && atOnce === 32)
  const lists = house.filter(({ asked }) => asked === 'tools/list')
  const startOf = (name: string): number => starts.get(name) ?? Number.NaN
  return [
    ...calls.map(({ wire, over }) => ({
      what: `calls / bare echo, 32 at once, ${wire}`,
      ratio: over[FLOOR] ?? Number.NaN,
      least: 0.2,
    })),
    ...calls.map(({ wire, over }) => ({
      what: `calls / the SDK as documented, 32 at once, ${wire}`,
      ratio: over[RECIPE] ?? Number.NaN,
      least: 5,
    })),
    ...lists.map(({ wire, atOnce, over }) => ({
      what: `lists / bare echo that makes the same list into text, ${atOnce} at once, ${wire}`,
      ratio: over[FLOOR] ?? Number.NaN,
      least: 1,
    })),
    {
      what: 'time to the first list over stdio: the SDK as documented / Toolcrib',
      ratio: startOf(RECIPE) / startOf(HOUSE),
      least: 1 / 1.5,
    },
    // A tenth is what one and the same server differs from itself by here.
    { what: 'lists of 10 of 1,000 tools / of 10 of 10, 100 clients', ratio: wide, least: 0.9 },
  ]
}

export function isKept({ ratio, least }: Budget): boolean {
  return ratio >= least
}

/** From `npm run bench:edge -- --profile`. */
const WHERE = `By CPU profiles of 2026-11-27 (\`npm run bench:edge -- --profile\`, and the kernel's sampler with the names of compiled code), with 32 calls at once: a call takes about seven times the bare echo's CPU. One of the seven is Node's HTTP, which the echo has as well. The thread that writes the ledger takes a little more than one, half of it in the kernel: each row touches a page of its own in the index of calls, whose names are random. One and a half go to the guard: the headers, the body and its keys, the hash of the credential. The rest, rather more than three, is the policy, and its profile is flat: four hashes for arguments and result (4 % of the whole), the timer and the abort signals of the deadline (5 %), the log line (4 %), checking the arguments (4 %), collecting garbage (5 %), and no function with more than 1.2 % of its own. Alone in a process, without HTTP, the policy takes half of that, so what remains is also memory and caches that two kinds of work share. A start reads some 245 files, 97 of them zod's, which modules of authors import as well; then it makes tools and checks the configuration.

What is not reached is the fifth of a bare echo for calls. Tried without effect on it: fewer promises on the way of a read, a larger young generation, larger checkpoints of SQLite.`

export function reportOf(figures: EdgeFigures): string {
  const { http, stdio, starts } = figures
  const names = [...new Set(http.map(({ name }) => name))]
  const dependencies = { ...packages.dependencies, ...packages.devDependencies }
  return `# What the edge costs

What the ledger costs is in [RESULTS-ledger.md](RESULTS-ledger.md), what approvals cost in [RESULTS-approvals.md](RESULTS-approvals.md).

Written by \`npm run bench:edge\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, SDK ${dependencies['@modelcontextprotocol/server']}, fastmcp ${dependencies.fastmcp}, ${process.platform} ${process.arch}, ${cpus().length} cores that others use at the same time; ${PINNING}. Rounds are interleaved, and only ratios within one run mean anything.

## Budgets

${table(
  ['ratio', 'at least', '', ''],
  budgetsOf(figures).map((budget) => [
    budget.ratio.toFixed(2),
    budget.least.toFixed(2).replace(/\.?0+$/, ''),
    isKept(budget) ? 'kept' : 'MISSED',
    budget.what,
  ]),
)}

## Over HTTP

The bare echo's CPU per answer as a part of each server's, over all threads: on a core of its own, that is the ratio of their throughputs, and unlike those it stands still while others use the machine. The answers per second are in brackets. The bare echo parses the request and, for a list, makes it into text. The calls echo a text, the lists have 51 tools. Toolcrib has everything on: an API key, the filter, scopes, the whole policy, validation, a row of the ledger by the thread that writes it, and a line of the log. The others check their arguments at most.

${WIRES.map((wire) => httpTable(wire, figures.http, names)).join('\n\n')}

## Where the time goes

${WHERE}

## Over stdio

2025-11-25, in CPU per answer, likewise.

${table(
  ['', ...ASKED.flatMap((asked) => AT_ONCE.map((atOnce) => `${asked}, ${atOnce} in flight`))],
  [...new Set(stdio.map(({ name }) => name))].map((name) => [
    name,
    ...stdio
      .filter((figure) => figure.name === name)
      .map(({ toFloor, perSecond }) => `${toFloor.toFixed(2)} (${perSecond.toFixed(0)}/s)`),
  ]),
)}

Time to the first list: ${[...starts].map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', ')}.
`
}

function httpTable(wire: string, http: readonly HttpFigure[], names: readonly string[]): string {
  const columns = ASKED.flatMap((asked) => AT_ONCE.map((atOnce) => ({ asked, atOnce })))
  const cell = (name: string, { asked, atOnce }: (typeof columns)[number]): string => {
    const figure = http.find(
      (one) =>
        one.wire === wire && one.name === name && one.asked === asked && one.atOnce === atOnce,
    )
    if (!figure) return '–'
    return `${(figure.over[FLOOR] ?? Number.NaN).toFixed(3)} (${figure.perSecond.toFixed(0)}/s)`
  }
  return table(
    [wire, ...columns.map(({ asked, atOnce }) => `${asked}, ${atOnce} at once`)],
    names
      .filter((name) => http.some((one) => one.wire === wire && one.name === name))
      .map((name) => [name, ...columns.map((column) => cell(name, column))]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
