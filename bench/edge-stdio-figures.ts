import { rmSync } from 'node:fs'

import { edgeHouse } from './edge-house.ts'
import { ASKED, AT_ONCE, ratiosOf, type Asked } from './edge-http.ts'
import type { Pace } from './edge-load.ts'
import { STDIO_FLOOR } from './edge-names.ts'
import { SERVER_CORE } from './edge-pin.ts'
import { stdioPace, stdioServer } from './edge-stdio.ts'
import { stdioContenders } from './edge-stdio-servers.ts'
import { median } from './measure.ts'

/** What one contender did in one column of the table. */
export interface StdioFigure {
  readonly asked: Asked
  readonly inFlight: number
  readonly name: string
  readonly perSecond: number
  readonly toFloor: number
}

/** Measures all contenders in each column, round by round. */
export async function stdioFigures(
  listFile: string,
  rounds: number,
  roundMs: number,
): Promise<readonly StdioFigure[]> {
  const deployment = edgeHouse(0, ['*'])
  const open = await Promise.all(
    stdioContenders(listFile, deployment.config).map(async ({ name, args }) => ({
      name,
      server: await stdioServer(args, SERVER_CORE),
    })),
  )
  const figures: StdioFigure[] = []
  for (const asked of ASKED)
    for (const inFlight of AT_ONCE) {
      const rates = new Map(open.map(({ name }) => [name, [] as Pace[]]))
      for (let round = 0; round <= rounds; round++)
        for (const { name, server } of open) {
          const rate = await stdioPace(server, asked, inFlight, roundMs)
          if (round > 0) rates.get(name)?.push(rate)
        }
      for (const { name } of open)
        figures.push({
          asked,
          inFlight,
          name,
          perSecond: median((rates.get(name) ?? []).map(({ perSecond }) => perSecond)),
          toFloor: ratiosOf(name, rates)[STDIO_FLOOR] ?? Number.NaN,
        })
    }
  await Promise.all(open.map(({ server }) => server.end()))
  rmSync(deployment.dir, { recursive: true })
  return figures
}
