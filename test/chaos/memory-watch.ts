import type { Victim } from './victim.ts'

/** The most that a server has occupied since the watch began. */
export interface MemoryWatch {
  /** In bytes. */
  readonly baseBytes: number
  mostBytes(): number
  stop(): void
}

const LOOK_EVERY_MS = 20

export function watchMemory(victim: Pick<Victim, 'rssBytes'>): MemoryWatch {
  const baseBytes = victim.rssBytes()
  let mostBytes = baseBytes
  const look = (): void => {
    // What cannot be read any more is not larger either.
    mostBytes = Math.max(mostBytes, victim.rssBytes() || 0)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    baseBytes,
    mostBytes() {
      look()
      return mostBytes
    },
    stop: () => clearInterval(timer),
  }
}
