import type { Database } from '../../src/index.ts'
import { closureStatements } from './closure-statements.ts'
import type { Closure } from './offers.ts'

/** A closure as it is written down, with the reservations' ids. */
export interface NewClosure extends Pick<Closure, 'date' | 'reason' | 'moveTo'> {
  /** Who asked for it. */
  readonly client: string
  readonly operation: string | null
  readonly closedAtMs: number
  readonly visits: readonly NewVisit[]
}

interface NewVisit {
  readonly id: number
  readonly time: string
  readonly partySize: number
}

/** The days that were closed since the restaurant was configured. */
export interface Closures {
  has(date: string): boolean
  /** Throws when the day is closed already. */
  add(closure: NewClosure): void
  /** What was closed under this key of an operation, as it was then. */
  doneUnder(operation: string): Closure | undefined
  /** What this client closed in the very same words. */
  twin(wish: ClosureTwin): Closure | undefined
}

/** What makes a closure the same as another. */
export type ClosureTwin = Pick<NewClosure, 'client' | 'date' | 'reason' | 'moveTo'>

export function createClosures(database: Database): Closures {
  const rows = closureStatements(database)
  const withVisits = (closure: Omit<Closure, 'visits'> | undefined): Closure | undefined =>
    closure && { ...closure, visits: rows.visitsOf.all(closure.date) }
  return Object.freeze<Closures>({
    has: (date) => rows.has.get(date) !== undefined,
    add({ visits, ...closure }) {
      rows.add.run(closure)
      for (const { id, time, partySize } of visits)
        rows.addVisit.run({ date: closure.date, id, time, partySize })
    },
    doneUnder: (operation) => withVisits(rows.done.get(operation)),
    twin: (wish) => withVisits(rows.twin.get(wish)),
  })
}
