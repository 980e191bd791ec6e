import { milliseconds, megabytes, type Promises } from './finding.ts'
import { startHonestClient, type Experience } from './honest-client.ts'
import { watchMemory } from './memory-watch.ts'
import type { VictimSetting } from './victim-process.ts'
import { startVictim, type Victim } from './victim.ts'

/** What was seen from outside while a server was attacked. */
export interface Witnessed {
  readonly honest: Experience
  readonly baseBytes: number
  readonly mostBytes: number
  readonly lagP99Ms: number
  readonly lagMaxMs: number
  readonly isAlive: boolean
  /** Lines of its log that speak of a bug. */
  readonly errors: readonly string[]
}

/** Enough to see a gap, and little beside the attack. */
const HONEST_PER_SECOND = 20

/** Does `work` to a server of its own, with an honest client beside it that goes on calling. */
export async function attacked<T>(
  setting: VictimSetting,
  work: (victim: Victim) => Promise<T>,
): Promise<{ readonly result: T; readonly seen: Witnessed }> {
  const victim = await startVictim(setting)
  try {
    const honest = await startHonestClient(victim, HONEST_PER_SECOND)
    const memory = watchMemory(victim)
    victim.resetLag()
    try {
      const { result, lived } = await honest.during(() => work(victim))
      const { lagP99Ms, lagMaxMs } = await victim.vitals()
      const seen = {
        honest: lived,
        baseBytes: memory.baseBytes,
        mostBytes: memory.mostBytes(),
        lagP99Ms,
        lagMaxMs,
        isAlive: victim.isAlive(),
        errors: victim.errors(),
      }
      return { result, seen }
    } finally {
      memory.stop()
      await honest.stop()
    }
  } finally {
    await victim.stop()
  }
}

/** What every attack is promised: the server stays up, nothing of it is a bug, and the honest client is served. */
export function usualPromises({ honest, isAlive, errors }: Witnessed): Promises {
  return {
    'the server stays up': isAlive,
    [`its log speaks of no bug (${errors[0]})`]: errors.length === 0,
    [`the honest client is always answered (${honest.failures[0]})`]:
      honest.calls > 0 && honest.failures.length === 0,
  }
}

/** The same in words. */
export function usualWords({ honest, baseBytes, mostBytes, ...lag }: Witnessed): string {
  return [
    `honest: ${honest.calls} calls, ${honest.failures.length} failures, p99 ${milliseconds(honest.p99Ms)}`,
    `memory ${megabytes(baseBytes)}, at most ${megabytes(mostBytes)}`,
    usualLag(lag),
  ].join('; ')
}

/** How late the event loop was. */
export function usualLag({ lagP99Ms, lagMaxMs }: Pick<Witnessed, 'lagP99Ms' | 'lagMaxMs'>): string {
  return `loop lag p99 ${milliseconds(lagP99Ms)}, max ${milliseconds(lagMaxMs)}`
}
