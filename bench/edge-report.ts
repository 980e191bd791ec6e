import { cpus } from 'node:os'

import { ASKED, AT_ONCE, WIRES, type HttpFigure } from './edge-http.ts'
import { FLOOR, HOUSE, RECIPE } from './edge-names.ts'
import { PINNING } from './edge-pin.ts'
import type { StdioFigure } from './edge-stdio-figures.ts'
import packages from '../package.json' with { type: 'json' }

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
const WHERE = `By the kernel's sampler with the names of compiled code, on 2026-11-27 (\`npm run bench:edge -- --profile\` gives V8's own view), and by taking parts out one at a time, with 32 calls at once: a call takes between four and five times the bare echo's CPU. One of these is Node's HTTP, which the echo has as well. Recording takes most of the rest: the row of a read, with two keyed hashes and a masked copy of the arguments, costs 0.7 of the echo, handing it to the thread that writes 0.4, and that thread 0.6. The log line costs 0.35 and the deadline, with its timer and its signals, 0.25. What remains, a little more than one, is the guard (headers, strict JSON, the hash of the credential) and the other steps of the policy. No function has more than 1.5 % of its own; the kernel has 18 %, collecting garbage less than 1 %. A start reads some 245 files, 97 of them zod's, which modules of authors import as well; then it makes tools and checks the configuration.

A day before it was seven times the echo. A third of the difference was the ledger's index by call: its names were random, and each row dirtied a page of its own; now those of one moment stand together. A fifth was memory: a set of running calls and a closure in each of them made V8 keep every call until it was old. The rest was work done twice, such as asking for the credential in the front and again in the policy, and buffers for hashes.`

export function reportOf(figures: EdgeFigures): string {
  const { http, stdio, starts } = figures
  const names = [...new Set(http.map(({ name }) => name))]
  const dependencies = { ...packages.dependencies, ...packages.devDependencies }
  return `# What the edge costs

What the ledger costs is in [RESULTS-ledger.md](RESULTS-ledger.md), what approvals cost in [RESULTS-approvals.md](RESULTS-approvals.md).

Written by \`npm run bench:edge\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, SDK ${dependencies['@modelcontextprotocol/server']}, fastmcp ${dependencies.fastmcp}, ${process.platform} ${process.arch}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'of an unknown model'}) that others use at the same time; ${PINNING}. Rounds are interleaved, and only ratios within one run mean anything.

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

fastmcp is not in the table of 2026-07-28 because it does not speak that version: it is built on the SDK's 1.x, its documentation names 2025-11-25 as the newest that it knows, and asked in 2026-07-28 it answers \`server_missing_modern_protocol_support\`.

## Where the time goes

${WHERE}

## Over stdio

2025-11-25, in CPU per answer, likewise, with the same echo and the same 51 tools. The bare echo reads and writes lines.

${table(
  ['', ...ASKED.flatMap((asked) => AT_ONCE.map((atOnce) => `${asked}, ${atOnce} in flight`))],
  [...new Set(stdio.map(({ name }) => name))].map((name) => [
    name,
    ...stdio
      .filter((figure) => figure.name === name)
      .map(({ toFloor, perSecond }) => `${toFloor.toFixed(2)} (${perSecond.toFixed(0)}/s)`),
  ]),
)}

Time to the first list, with a hello before it, on all cores: ${[...starts].map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`).join(', ')}. The budget compares Toolcrib with the SDK as documented: that server makes as many tools from zod schemas, as Toolcrib does. The SDK at its best makes none, but reads its list from a file.
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
