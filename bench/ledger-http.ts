import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { FIRST_ID, LANE, paceOf, shotOf, type Pace, type Shot } from './edge-load.ts'
import { median } from './measure.ts'
import { ARGUMENTS } from './shop.ts'

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
const ROUND_MS = 150
const WARM_UP_MS = 1_500

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
  servers: readonly [Served, Served],
  tool: string,
  concurrency: number,
): Promise<HttpRatio> {
  const shots = servers.map((served) => shotAt(served, tool))
  const [recorded, unrecorded] = shots
  if (!recorded || !unrecorded) throw new Error('The bench has lost a server.')
  // What asks may sleep: on a machine with two cores, the thread that writes needs what it leaves of its own.
  const round = (shot: Shot, forMs = ROUND_MS) => paceOf(shot, concurrency, forMs, true)
  for (const shot of shots) await round(shot, WARM_UP_MS)
  const pairs: (readonly [Pace, Pace])[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    // Turn and turn about, so that who comes first gains nothing by it.
    const isFirst = pair % 2 === 0
    const one = await round(isFirst ? recorded : unrecorded)
    const other = await round(isFirst ? unrecorded : recorded)
    pairs.push(isFirst ? [one, other] : [other, one])
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

/** Each connection is a conversation of its own. */
function shotAt({ child, url }: Served, tool: string): Shot {
  const params = {
    name: tool,
    arguments: ARGUMENTS,
    _meta: { 'dev.toolcrib/conversation': LANE },
  }
  const body = { jsonrpc: '2.0', id: FIRST_ID, method: 'tools/call', params }
  const at = { url: `${url}/mcp?client=voice`, pid: child.pid ?? 0 }
  return shotOf(at, { 'mcp-protocol-version': '2025-11-25' }, body, '"content"')
}
