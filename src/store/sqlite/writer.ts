import type { Outcome } from './group-commit.ts'
import type { Change, Made } from './journal-ops.ts'

/** Takes changes one by one and commits them in groups: those that arrive while the disk is awaited go together. */
export interface Writer {
  /** Resolves when the change is on the disk. Rejects with `WriteFailed` when it is not. */
  write(change: Change): Promise<Made>
  /** Closes when everything that was taken is done with. */
  close(): Promise<void>
}

/** A change that was not made. `code` is SQLite's, such as `SQLITE_FULL`. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed'
  readonly code: string

  constructor({ code, message }: { readonly code: string; readonly message: string }) {
    super(message)
    this.code = code
  }
}

/** More than this are not committed at once, so that nobody waits for a crowd. */
const LARGEST_GROUP = 256

interface Waiting {
  readonly change: Change
  readonly settle: (outcome: Outcome) => void
}

export function writerOver(
  commit: (changes: readonly Change[]) => Promise<readonly Outcome[]>,
  release: () => Promise<void>,
): Writer {
  const waiting: Waiting[] = []
  let working: Promise<void> | undefined
  const work = async (): Promise<void> => {
    // What arrives in the same moment goes together.
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = waiting.splice(0, LARGEST_GROUP)
      const outcomes = await commit(group.map(({ change }) => change)).catch(lost)
      for (const [at, { settle }] of group.entries()) settle(outcomes[at] ?? NO_ANSWER)
    }
    working = undefined
  }
  return Object.freeze<Writer>({
    write: (change) =>
      new Promise((resolve, reject) => {
        const settle = (outcome: Outcome): void => {
          if (outcome.ok) resolve(outcome.made)
          else reject(new WriteFailed(outcome))
        }
        waiting.push({ change, settle })
        working ??= work()
      }),
    async close() {
      await working
      await release()
    },
  })
}

const NO_ANSWER: Outcome = { ok: false, code: '', message: 'The writer has ended.' }

function lost(): readonly Outcome[] {
  return []
}
