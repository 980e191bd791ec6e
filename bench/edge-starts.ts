import { rmSync } from 'node:fs'

import { edgeHouse } from './edge-house.ts'
import { STDIO_FLOOR } from './edge-names.ts'
import { pinLoad } from './edge-pin.ts'
import { firstListMs } from './edge-stdio.ts'
import { stdioContenders } from './edge-stdio-servers.ts'
import { median } from './measure.ts'

/** Milliseconds until the first list of 51 tools over stdio, by name, of each on all cores. */
export async function startFigures(
  listFile: string,
  starts: number,
): Promise<ReadonlyMap<string, number>> {
  pinLoad(false)
  const deployment = edgeHouse(0, ['*'])
  // The echo would say only how long Node takes to start.
  const servers = stdioContenders(listFile, deployment.config).filter(
    ({ name }) => name !== STDIO_FLOOR,
  )
  const samples = new Map(servers.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= starts; round++)
    for (const { name, args } of servers) {
      const ms = await firstListMs(args)
      if (round > 0) samples.get(name)?.push(ms)
    }
  rmSync(deployment.dir, { recursive: true })
  return new Map([...samples].map(([name, all]) => [name, median(all)]))
}
