import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { edgeHouse } from './edge-house.ts'
import { httpFigures, ratesOf, ratiosOf, shotAt, WIRES, type Contender } from './edge-http.ts'
import type { Pace } from './edge-load.ts'
import { pinLoad, SERVER_CORE } from './edge-pin.ts'
import { profileOf } from './edge-profile.ts'
import {
  budgetsOf,
  FLOOR,
  HOUSE,
  isKept,
  RECIPE,
  reportOf,
  type StdioFigure,
} from './edge-report.ts'
import { benchFile, freePort, PROGRAM, saveList, serveFile, serveHouse } from './edge-servers.ts'
import { firstListMs, stdioPace, stdioServer } from './edge-stdio.ts'
import { median } from './measure.ts'

/**
 * `npm run bench:edge`: writes its figures to RESULTS.md, and fails when a budget is missed. With `--profile` it
 * only says where the house's time goes.
 */
const ROUNDS = 9
const ROUND_MS = 250
const STARTS = 9

const dir = mkdtempSync(join(tmpdir(), 'toolcrib-bench-'))
const listFile = join(dir, 'list.json')
const built = spawnSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' })
if (built.status !== 0) throw new Error('The program cannot be built.')
pinLoad(true)
try {
  if (process.argv.includes('--profile'))
    process.stdout.write(
      await profileOf(process.argv.includes('--list') ? 'tools/list' : 'tools/call'),
    )
  else await report()
} finally {
  rmSync(dir, { recursive: true })
}

async function report(): Promise<void> {
  const figures = {
    http: await overHttp(),
    wide: await wideToNarrow(),
    stdio: await overStdio(),
    starts: await starts(),
  }
  const text = reportOf(figures)
  writeFileSync(join(import.meta.dirname, 'RESULTS.md'), text)
  process.stdout.write(text)
  process.exitCode = budgetsOf(figures).every(isKept) ? 0 : 1
}

async function overHttp() {
  const deployment = edgeHouse(0, ['*'])
  const house = await serveHouse(deployment, 50)
  await saveList(house, listFile)
  const both = { wires: WIRES, hasSessions: false }
  const fastmcp = await serveFile('edge-fastmcp.ts', [String(await freePort())])
  const contenders: readonly Contender[] = [
    { name: FLOOR, served: await serveFile('edge-floor.ts', ['http', listFile]), ...both },
    { name: RECIPE, served: await serveFile('edge-sdk.ts', ['recipe', 'http']), ...both },
    {
      name: 'the SDK at its best',
      served: await serveFile('edge-sdk.ts', ['best', 'http', listFile]),
      wires: WIRES,
      hasSessions: true,
    },
    { name: 'fastmcp', served: fastmcp, wires: ['2025-11-25'], hasSessions: true },
    { name: HOUSE, served: house, ...both },
  ]
  try {
    return await httpFigures(contenders, ROUNDS, ROUND_MS)
  } finally {
    await Promise.all(contenders.map(({ served }) => served.end()))
    rmSync(deployment.dir, { recursive: true })
  }
}

/** How much less CPU a list of 10 of 1,000 tools takes than one of 10 of 10, each with 100 clients. */
async function wideToNarrow(): Promise<number> {
  const include = ['edge_echo', ...Array.from({ length: 9 }, (_, at) => `edge_source${at}`)]
  const deployments = [edgeHouse(99, include), edgeHouse(99, include)] as const
  const wide = await serveHouse(deployments[0], 999)
  const narrow = await serveHouse(deployments[1], 9)
  const shots = await Promise.all(
    [wide, narrow].map((served) =>
      shotAt({ served, hasSessions: false }, '2025-11-25', 'tools/list'),
    ),
  )
  const named = (['wide', 'narrow'] as const).flatMap((name, at) => {
    const shot = shots[at]
    return shot ? [[name, shot] as const] : []
  })
  const rates = await ratesOf(named, { atOnce: 32, rounds: ROUNDS, roundMs: ROUND_MS })
  await Promise.all([wide.end(), narrow.end()])
  for (const { dir } of deployments) rmSync(dir, { recursive: true })
  return ratiosOf('wide', rates)['narrow'] ?? Number.NaN
}

async function overStdio(): Promise<readonly StdioFigure[]> {
  const deployment = edgeHouse(0, ['*'])
  const servers = [
    { name: FLOOR, args: [benchFile('edge-floor.ts'), 'stdio', listFile] },
    { name: RECIPE, args: [benchFile('edge-sdk.ts'), 'recipe', 'stdio'] },
    { name: HOUSE, args: stdioArgs(deployment.config) },
  ]
  const open = await Promise.all(
    servers.map(async ({ name, args }) => ({
      name,
      server: await stdioServer(args, SERVER_CORE),
    })),
  )
  const figures: StdioFigure[] = []
  for (const asked of ['tools/call', 'tools/list'] as const)
    for (const inFlight of [1, 32]) {
      const rates = new Map(open.map(({ name }) => [name, [] as Pace[]]))
      for (let round = 0; round <= ROUNDS; round++)
        for (const { name, server } of open) {
          const rate = await stdioPace(server, asked, inFlight, ROUND_MS)
          if (round > 0) rates.get(name)?.push(rate)
        }
      for (const { name } of open)
        figures.push({
          asked,
          inFlight,
          name,
          perSecond: median((rates.get(name) ?? []).map(({ perSecond }) => perSecond)),
          toFloor: ratiosOf(name, rates)[FLOOR] ?? Number.NaN,
        })
    }
  await Promise.all(open.map(({ server }) => server.end()))
  rmSync(deployment.dir, { recursive: true })
  return figures
}

function stdioArgs(config: string): readonly string[] {
  return [PROGRAM, 'serve', '--stdio', '--client', 'voice', '--config', config]
}

/** Milliseconds until the first list of 51 tools, of each on all cores. */
async function starts(): Promise<ReadonlyMap<string, number>> {
  pinLoad(false)
  const deployment = edgeHouse(0, ['*'])
  const servers = [
    { name: RECIPE, args: [benchFile('edge-sdk.ts'), 'recipe', 'stdio'] },
    { name: HOUSE, args: stdioArgs(deployment.config) },
  ]
  const samples = new Map(servers.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= STARTS; round++)
    for (const { name, args } of servers) {
      const ms = await firstListMs(args)
      if (round > 0) samples.get(name)?.push(ms)
    }
  rmSync(deployment.dir, { recursive: true })
  return new Map([...samples].map(([name, all]) => [name, median(all)]))
}
