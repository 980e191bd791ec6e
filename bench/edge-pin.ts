import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The cores of servers and of what asks them, so that neither takes the other's time. */
export const SERVER_CORE = 0
const LOAD_CORE = 1

const TOOL = 'taskset'

/** Counted before this process is held to one of them, and sees no more than that one. */
const CORES = availableParallelism()

const canPin = CORES > 1 && spawnSync(TOOL, ['-V']).status === 0

/** The command, held to one core where the machine can do that. */
export function pinned(core: number | undefined, command: readonly string[]): readonly string[] {
  return core === undefined || !canPin ? command : [TOOL, '-c', String(core), ...command]
}

/** Holds this process, with its threads, to the core of the load. */
export function pinLoad(isHeld: boolean): void {
  const cores = isHeld ? String(LOAD_CORE) : `0-${CORES - 1}`
  if (canPin) spawnSync(TOOL, ['-acp', cores, String(process.pid)])
}

export const PINNING = canPin
  ? 'server and load on a core each'
  : 'server and load on the same cores, because there is no taskset here'
