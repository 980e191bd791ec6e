import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import type { Store } from './store.ts'

/**
 * Runs `work` as one transaction that no other process can write beside. Under an operation key that has done its work
 * it is not run again, whoever changed the reservation since: the answer is the reservation as it is now.
 */
export function once(
  store: Store,
  operation: string | undefined,
  work: () => Reservation | Problem,
): Reservation | Problem {
  return store.atomically(() => {
    const done = operation === undefined ? undefined : store.doneUnder(operation)
    if (done) return done
    const made = work()
    if (operation !== undefined && !('problem' in made)) store.setDone(operation, made)
    return made
  })
}

/** What was booked or changed by an earlier run and cancelled since must not sound as if the guest were expected. */
export function unlessCancelled(made: Reservation | Problem): Reservation | Problem {
  if ('problem' in made || made.status === 'booked') return made
  return { problem: 'cancelled', code: made.code }
}
