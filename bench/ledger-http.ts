import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { callsPerSecond } from './http-load.ts'
import { median } from './measure.ts'

/** The same call to the same code, with a ledger and with a journal that keeps nothing. */
export interface HttpRatio {
  readonly tool: string
  readonly concurrency: number
  /** Calls per second. */
  readonly recorded: number
  readonly unrecorded: number
  /** The median over pairs of rounds, one right after the other, of recorded to unrecorded throughput. */
  readonly keeps: number
  /** CPU per call over all threads of each server, microseconds. */
  readonly recordedCpuUs: number
  readonly unrecordedCpuUs: number
}

const PAIRS = 40
const ROUND_MS = 120

interface Served {
  readonly child: ChildProcess
  readonly url: string
  readonly dir: string
}

export async function httpRatios(): Promise<readonly HttpRatio[]> {
  const servers = await Promise.all([serve('recorded'), serve('unrecorded')])
  try {
    const ratios: HttpRatio[] = []
    for (const tool of ['shop_check', 'shop_order'])
      for (const concurrency of [1, 32]) ratios.push(await ratioOf(servers, tool, concurrency))
    return ratios
  } finally {
    for (const { child, dir } of servers) {
      child.send('end')
      await once(child, 'exit')
      rmSync(dir, { recursive: true })
    }
  }
}

async function serve(ledger: string): Promise<Served> {
  const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
  const child = fork(fileURLToPath(import.meta.resolve('./ledger-server.ts')), [ledger, dir])
  const [url] = await once(child, 'message')
  return { child, url: String(url), dir }
}

async function ratioOf(
  [recorded, unrecorded]: readonly [Served, Served],
  tool: string,
  concurrency: number,
): Promise<HttpRatio> {
  const round = async ({ child, url }: Served) => {
    const before = await cpuUs(child)
    const load = await callsPerSecond({ url, tool, concurrency }, ROUND_MS)
    return { perSecond: load.perSecond, cpuUs: ((await cpuUs(child)) - before) / load.calls }
  }
  const pairs: (readonly [Awaited<ReturnType<typeof round>>, Awaited<ReturnType<typeof round>>])[] =
    []
  for (let pair = 0; pair <= PAIRS; pair++) {
    // Turn and turn about, so that who comes first gains nothing by it.
    const isFirst = pair % 2 === 0
    const one = await round(isFirst ? recorded : unrecorded)
    const other = await round(isFirst ? unrecorded : recorded)
    // The first pair only warms up.
    if (pair > 0) pairs.push(isFirst ? [one, other] : [other, one])
  }
  return {
    tool,
    concurrency,
    recorded: median(pairs.map(([of]) => of.perSecond)),
    unrecorded: median(pairs.map(([, of]) => of.perSecond)),
    keeps: median(pairs.map(([with_, without]) => with_.perSecond / without.perSecond)),
    recordedCpuUs: median(pairs.map(([of]) => of.cpuUs)),
    unrecordedCpuUs: median(pairs.map(([, of]) => of.cpuUs)),
  }
}

/** What the process has used so far, in all its threads. */
async function cpuUs(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [used] = await once(child, 'message')
  return Number(used)
}
