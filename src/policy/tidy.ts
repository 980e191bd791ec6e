import type { Clock } from '../kernel/host.ts'
import type { Journal } from '../kernel/journal.ts'

const EVERY_MS = 30_000

/**
 * Finds what crashed processes have left in doubt, and forgets what has expired: once at the start, whose failure is
 * the start's, and then now and again.
 */
export async function tidy(journal: Journal, clock: Clock): Promise<{ stop(): void }> {
  let callOff = (): void => {}
  const next = (): void => {
    callOff = clock.after(EVERY_MS, () => {
      // A ledger that cannot write tells every call; the next round tries again.
      void journal.sweep(clock.now()).catch(() => {})
      next()
    })
  }
  // Most starts find nothing, and then wait neither for the disk nor for the thread that writes.
  if (journal.isOverdue(clock.now())) await journal.sweep(clock.now())
  next()
  return { stop: () => callOff() }
}
