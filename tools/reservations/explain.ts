import { refuse, type Speech, type ToolError } from '../../src/index.ts'
import type { Explanation } from './explanation.ts'
import { sentence } from './phrases.ts'
import type { Problem } from './problem.ts'
import { whyImpossible } from './why-impossible.ts'
import { isClosingObstacle, whyNotClosed } from './why-not-closed.ts'
import { isMisread, whyUnreadable } from './why-unreadable.ts'

/**
 * Puts a problem into words that can be said as they are.
 * @param kept the code of a reservation that a failed change has left alone
 */
export function explain(problem: Problem, speech: Speech, kept?: string): ToolError {
  if (problem.problem === 'unknown_code')
    return refuse(
      'not_found',
      'No reservation of this caller has that code. Check the code with them, or verify who they are first.',
    )
  if (isMisread(problem)) return refuse('invalid_input', said(whyUnreadable(problem)))
  if (isClosingObstacle(problem)) return refuse('conflict', said(whyNotClosed(problem, speech)))
  const { what, next } = whyImpossible(problem, speech)
  const unchanged = kept === undefined || 'code' in problem ? '' : `, so ${kept} stays as it is`
  return refuse('conflict', said({ what: `${what}${unchanged}`, next }))
}

function said({ what, next }: Explanation): string {
  return `${sentence(what)} ${sentence(next)}`
}
