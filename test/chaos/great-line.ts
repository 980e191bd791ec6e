import { setTimeout as sleep } from 'node:timers/promises'

import { brokenOf, megabytes, type Finding } from './finding.ts'
import { watchMemory } from './memory-watch.ts'
import { startStdioVictim } from './stdio-victim.ts'

const GREAT_BYTES = 100 * 1_048_576
const PART = Buffer.alloc(65_536, ' ')
/** The line itself is read up to 10 MB; the rest is what a collector has not taken yet of the copies on the way there. */
const MOST_GROWTH = 512 * 1_048_576
const ENDED_WITHIN_MS = 20_000

/** Writes a line without an end into a server on stdio, which must give up on it: in order, and so that it is seen. */
export async function greatLine(): Promise<Finding> {
  const victim = startStdioVictim()
  const hello = new Promise<void>((resolve) => victim.onLine(() => resolve()))
  await victim.write(Buffer.from('{"jsonrpc":"2.0","id":0,"method":"ping"}\n'))
  await Promise.race([hello, victim.ended])
  const memory = watchMemory(victim)
  let bytes = 0
  const send = async (): Promise<void> => {
    for (; bytes < GREAT_BYTES && victim.isAlive(); bytes += PART.length) await victim.write(PART)
  }
  // A server that is deaf takes nothing more, so that what is sent to it never comes to an end either.
  void send()
  const code = await Promise.race([victim.ended, sleep(ENDED_WITHIN_MS, 'none' as const)])
  const growth = memory.mostBytes() - memory.baseBytes
  memory.stop()
  const reasons = victim.errors()
  await victim.stop()
  return {
    attack: 'A line over stdio without an end',
    amount: `1, up to ${megabytes(GREAT_BYTES)}`,
    promised: `the server ends in order and says why; memory grows by less than ${megabytes(MOST_GROWTH)}`,
    measured: `exit code ${code} after ${megabytes(bytes)}; grew by ${megabytes(growth)}`,
    broken: brokenOf({
      [`it ends in order (${code})`]: code === 1,
      'it says why': reasons.some((line) => line.includes('connection given up')),
      'memory stays bounded': growth < MOST_GROWTH,
    }),
  }
}
