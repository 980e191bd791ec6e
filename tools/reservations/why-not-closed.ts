import type { Speech } from '../../src/index.ts'
import type { Explanation } from './explanation.ts'
import type { ClosingObstacle, Problem } from './problem.ts'

/** More codes than this are neither read out nor worked off one by one. */
const MOST_CODES = 4

const KINDS: ReadonlySet<string> = new Set<ClosingObstacle['problem']>([
  'already_closed',
  'moved_to_itself',
  'no_room',
])

export function isClosingObstacle(problem: Problem): problem is ClosingObstacle {
  return KINDS.has(problem.problem)
}

export function whyNotClosed(obstacle: ClosingObstacle, speech: Speech): Explanation {
  switch (obstacle.problem) {
    case 'already_closed':
      return {
        what: `we are closed on ${speech.date(obstacle.date)} already, and nobody is expected`,
        next: 'Nothing has to be done; if another day is meant, ask for its date',
      }
    case 'moved_to_itself':
      return {
        what: `the reservations of ${speech.date(obstacle.date)} cannot move to the day that is closed`,
        next: 'Ask for another day to move them to, or have them cancelled',
      }
    default:
      return noRoom(obstacle, speech)
  }
}

function noRoom(
  { date, misfits, of }: Extract<ClosingObstacle, { readonly problem: 'no_room' }>,
  speech: Speech,
): Explanation {
  const which = misfits.length <= MOST_CODES ? `, namely ${speech.list(misfits)}` : ''
  const fit = misfits.length === 1 ? 'fits' : 'fit'
  return {
    what: `${misfits.length} of ${speech.count(of, 'reservation')} ${fit} nowhere on ${speech.date(date)} at the same time${which}, so nothing was changed`,
    next: 'Name another day to move all of them to, change those that do not fit by themselves first, or have all cancelled',
  }
}
