import type { Clock } from '../../src/kernel/host.ts'
import type { Journal } from '../../src/kernel/journal.ts'

/** How long commits take, so that what was underway at a kill can be told from what was forgotten. */
export interface CommitWatch {
  readonly journal: Journal
  /** The longest wait for the disk so far, the one underway included. */
  longestMs(): number
}

export function commitWatch(journal: Journal): CommitWatch {
  const underway = new Set<number>()
  let longest = 0
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedMs = performance.now()
    underway.add(startedMs)
    try {
      return await work()
    } finally {
      underway.delete(startedMs)
      longest = Math.max(longest, performance.now() - startedMs)
    }
  }
  return {
    journal: {
      ...journal,
      append: (...given) => timed(() => journal.append(...given)),
      issue: (...given) => timed(() => journal.issue(...given)),
      claim: (...given) => timed(() => journal.claim(...given)),
      commit: (...given) => timed(() => journal.commit(...given)),
      finish: (...given) => timed(() => journal.finish(...given)),
    },
    longestMs: () => Math.max(longest, ...[...underway].map((at) => performance.now() - at)),
  }
}

/** How late timers come on a busy machine: rows that wait for one wait as much longer. */
export interface TimerWatch {
  readonly clock: Clock
  /** The latest so far, those overdue included. */
  latestMs(): number
}

export function timerWatch(clock: Clock): TimerWatch {
  const due = new Set<{ readonly atMs: number }>()
  let latest = 0
  return {
    clock: {
      now: () => clock.now(),
      after(delayMs, action) {
        const timer = { atMs: performance.now() + delayMs }
        due.add(timer)
        const callOff = clock.after(delayMs, () => {
          due.delete(timer)
          latest = Math.max(latest, performance.now() - timer.atMs)
          action()
        })
        return () => {
          due.delete(timer)
          callOff()
        }
      },
    },
    latestMs: () => Math.max(latest, ...[...due].map(({ atMs }) => performance.now() - atMs)),
  }
}
