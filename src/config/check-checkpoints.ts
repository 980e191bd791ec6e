import { isAbsolute, relative, resolve, sep } from 'node:path'

import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'

/**
 * A checkpoint shows that the ledger was rewritten only as long as whoever rewrites the ledger cannot rewrite it too,
 * so the two must not lie in the same folder. `dataDir` is what it is without a word in the file.
 */
export function checkCheckpoints(
  { server: { checkpoints, dataDir } }: Draft,
  defaultDataDir: string,
  folder: string,
): readonly Finding[] {
  if (checkpoints === undefined || checkpoints === '') return []
  const data = resolve(folder, dataDir ?? defaultDataDir)
  const way = relative(data, resolve(folder, checkpoints))
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
  if (isOutside) return []
  const sentence =
    'lies in server.dataDir, where whoever changes the ledger could change its checkpoints as well. Name a file in another place, best on another machine.'
  return [{ path: ['server', 'checkpoints'], at: 'value', sentence }]
}
