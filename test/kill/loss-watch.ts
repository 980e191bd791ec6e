import { lossesOf, type Losses } from './acknowledged.ts'
import { CHAIN_BEGIN } from './books.ts'
import type { Notebook, Seen } from './callers.ts'
import type { House } from './house.ts'

export interface Found extends Losses {
  /** Found after single kills; the verdict looks at the whole chain once more. */
  readonly chainBreaks: readonly string[]
  readonly answered: { readonly writes: number; readonly reads: number }
}

/** Looks, each time a process has died and the next one has opened the house, for what the dead one had answered. */
export interface LossWatch {
  look(): void
  found(): Found
}

export function lossWatch(house: House, notebook: Notebook): LossWatch {
  const answered = { writes: [] as Seen[], reads: 0 }
  const chainBreaks: string[] = []
  const losses: Losses[] = []
  let end = CHAIN_BEGIN
  return {
    look() {
      const [writes, reads] = [notebook.writes.splice(0), notebook.reads.splice(0)]
      answered.writes.push(...writes)
      answered.reads += reads.length
      house.withBooks((books) => {
        const chain = books.chain(end)
        end = chain.end
        chainBreaks.push(...chain.breaks)
        losses.push(lossesOf(writes, reads, books))
      })
    },
    found() {
      // Once more, all of them, at the end of it all.
      const atLast = house.withBooks((books) => lossesOf(answered.writes, [], books))
      return {
        chainBreaks,
        answered: { writes: answered.writes.length, reads: answered.reads },
        writes: [...new Set([...losses, atLast].flatMap(({ writes }) => writes))],
        readsTooOld: losses.flatMap(({ readsTooOld }) => readsTooOld),
        readHoles: losses.flatMap(({ readHoles }) => readHoles),
        readsInWindow: losses.flatMap(({ readsInWindow }) => readsInWindow),
        longestCommitMs: Math.max(...losses.map(({ longestCommitMs }) => longestCommitMs)),
      }
    },
  }
}
