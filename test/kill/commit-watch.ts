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
