import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { edgeHouse } from './edge-house.ts'
import { httpFigures, ratesOf, ratiosOf, shotAt, WIRES, type Contender } from './edge-http.ts'
import { pinLoad } from './edge-pin.ts'
import { profileOf } from './edge-profile.ts'
import { BEST, FASTMCP, FLOOR, HOUSE, RECIPE } from './edge-names.ts'
import { budgetsOf, isKept, reportOf } from './edge-report.ts'
import { freePort, saveList, serveFile, serveHouse } from './edge-servers.ts'
import { startFigures } from './edge-starts.ts'
import { stdioFigures } from './edge-stdio-figures.ts'

/**
 * `npm run bench:edge`: writes its figures to RESULTS.md, and fails when a budget is missed. With `--profile` it
 * only says where the house's time goes.
 */
const ROUNDS = 21
const ROUND_MS = 125
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
    stdio: await stdioFigures(listFile, ROUNDS, ROUND_MS),
    starts: await startFigures(listFile, STARTS),
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
  const fastmcp = await serveFile('edge-fastmcp.ts', ['http', String(await freePort())])
  const contenders: readonly Contender[] = [
    { name: FLOOR, served: await serveFile('edge-floor.ts', ['http', listFile]), ...both },
    { name: RECIPE, served: await serveFile('edge-sdk.ts', ['recipe', 'http']), ...both },
    {
      name: BEST,
      served: await serveFile('edge-sdk.ts', ['best', 'http', listFile]),
      wires: WIRES,
      hasSessions: true,
    },
    { name: FASTMCP, served: fastmcp, wires: ['2025-11-25'], hasSessions: true },
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
