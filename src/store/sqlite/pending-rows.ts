import type { Clock } from '../../kernel/host.ts'
import type { Entry } from '../../kernel/ledger.ts'

/** Rows whose calls need not wait for the disk: they are written together, a moment later. */
export interface PendingRows {
  /** Resolves at once while rows can be written; else, and the first time, when these are, and rejects when they are not. */
  add(entries: readonly Entry[]): Promise<void>
  /** Hands what is pending to the writer, ahead of everything that is handed to it from now on. */
  send(): void
  /** Resolves when everything that was added is on the disk. */
  flush(): Promise<void>
}

/** How long such a row may be in memory alone. A kill can lose the rows of this window, and nothing else. */
export const WINDOW_MS = 20

/** When so many are waiting they are written at once. */
const CROWD = 200

export function pendingRows(
  write: (entries: readonly Entry[]) => Promise<unknown>,
  clock: Clock,
): PendingRows {
  const pending: Entry[] = []
  let underway: readonly Promise<unknown>[] = []
  // Until something was written nobody knows that it can be; and a thread that is still starting writes nothing soon.
  let isWell = false
  let callOff: (() => void) | undefined
  const writePending = async (): Promise<void> => {
    callOff?.()
    callOff = undefined
    const entries = pending.splice(0)
    if (entries.length === 0) return
    const writing = write(entries)
    underway = [...underway, writing]
    try {
      await writing
      isWell = true
    } catch (error) {
      // They belong to calls that were answered, so they are kept until they can be written.
      pending.unshift(...entries)
      isWell = false
      throw error
    } finally {
      underway = underway.filter((each) => each !== writing)
    }
  }
  const send = (): void => void writePending().catch(() => {})
  return Object.freeze<PendingRows>({
    async add(entries) {
      // While nothing can be written no call may pass unrecorded: each tries anew, and waits for what comes of it.
      if (!isWell) {
        await writePending()
        await write(entries)
        isWell = true
        return
      }
      pending.push(...entries)
      if (pending.length >= CROWD) send()
      else callOff ??= clock.after(WINDOW_MS, send)
    },
    send,
    async flush() {
      await Promise.all([...underway, writePending()])
    },
  })
}
