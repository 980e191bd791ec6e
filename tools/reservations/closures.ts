import type { Database } from '../../src/index.ts'
import { closureStatements } from './closure-statements.ts'
import type { Closure } from './offers.ts'

/** A closure as it is written down, with the reservations' ids. */
export interface NewClosure extends Pick<Closure, 'date' | 'reason' | 'moveTo'> {
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
}

export function createClosures(database: Database): Closures {
  const rows = closureStatements(database)
  return Object.freeze<Closures>({
    has: (date) => rows.has.get(date) !== undefined,
    add({ visits, ...closure }) {
      rows.add.run(closure)
      for (const { id, time, partySize } of visits)
        rows.addVisit.run({ date: closure.date, id, time, partySize })
    },
    doneUnder(operation) {
      const closure = rows.done.get(operation)
      return closure && { ...closure, visits: rows.visitsOf.all(closure.date) }
    },
  })
}
