import type { Journal } from '../../src/kernel/journal.ts'

/** Where a write behind a spoken code can be killed. `in-…`: the change is with the writer, and may or may not be committed. */
export const POINTS = [
  'before-issue',
  'in-issue',
  'after-issue',
  'before-claim',
  'in-claim',
  'after-claim',
  'before-commit',
  'in-commit',
  'after-commit',
  'before-effect',
  'in-effect',
  'after-effect',
  'before-finish',
  'in-finish',
  'after-finish',
  'before-answer',
] as const

/** Likewise one behind an operator's approval: over the asking and the decision, and from the claim on. */
export const TICKET_POINTS = [
  'before-ask',
  'in-ask',
  'after-ask',
  'before-decide',
  'in-decide',
  'after-decide',
  ...POINTS.slice(3),
] as const

export type CodePoint = (typeof POINTS)[number]
export type TicketPoint = (typeof TICKET_POINTS)[number]
export type Point = CodePoint | TicketPoint

/** The point at which this process ends, once it is armed. */
export interface FailPoints {
  arm(point: Point): void
  /** Ends the process when this is the point. */
  reach(point: Point): void
  /** Likewise, a moment after what was handed to another thread or process has got there. */
  reachDuring(point: Point): Promise<void>
}

/** An `in-…` point is somewhere in the first 0.4 ms of what it is in. */
const INSIDE_MS = 0.4

export function failPoints(): FailPoints {
  let armed: Point | undefined
  const reach = (point: Point): void => {
    if (point === armed) die()
  }
  return Object.freeze<FailPoints>({
    arm(point) {
      armed = point
    },
    reach,
    async reachDuring(point) {
      if (point !== armed) return
      await new Promise(setImmediate)
      const untilMs = performance.now() + Math.random() * INSIDE_MS
      while (performance.now() < untilMs);
      die()
    },
  })
}

/** As the kernel ends a process: nothing more runs, in no thread, and nothing is flushed. */
function die(): never {
  process.kill(process.pid, 'SIGKILL')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  throw new Error('A dead process goes on.')
}

/** The journal with the points of a gated write around its changes. */
export function withFailPoints(journal: Journal, { reach, reachDuring }: FailPoints): Journal {
  const within = async <T>(
    name: 'issue' | 'ask' | 'decide' | 'claim' | 'commit' | 'finish',
    work: () => Promise<T>,
  ) => {
    reach(`before-${name}`)
    const working = work()
    await reachDuring(`in-${name}`)
    const made = await working
    reach(`after-${name}`)
    return made
  }
  return {
    ...journal,
    issue: (...given) => within('issue', () => journal.issue(...given)),
    ask: (...given) => within('ask', () => journal.ask(...given)),
    decide: (...given) => within('decide', () => journal.decide(...given)),
    claim: (...given) => within('claim', () => journal.claim(...given)),
    commit: (...given) => within('commit', () => journal.commit(...given)),
    finish: (...given) => within('finish', () => journal.finish(...given)),
  }
}
