import type { Ledger } from '../audit/open-ledger.ts'
import { plainText } from '../audit/plain-text.ts'
import { nearest } from '../kernel/nearest.ts'
import { UsageError } from './usage-error.ts'

/** The conversation of that id, or the only one whose client gave it that handle. */
export function runNamed(name: string, ledger: Ledger): string {
  const runs = ledger.runs()
  const found = runs.includes(name) ? [name] : runs.filter((run) => handleIn(run) === name)
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only
  const named = `"${plainText(name)}"`
  if (only !== undefined)
    throw new UsageError(
      `Several clients have a conversation ${named}. Say which: ${found.map(plainText).join(', ')}.`,
    )
  throw new UsageError(`No conversation ${named} is on record. ${sayLikely(name, runs)}`)
}

function sayLikely(name: string, runs: readonly string[]): string {
  const likely = nearest(name, runs) ?? nearest(name, runs.map(handleIn))
  if (likely !== undefined) return `Did you mean "${plainText(likely)}"?`
  if (runs.length === 0) return 'There is none yet.'
  return 'SQL over the view "runs" lists them all.'
}

/** A client's name has no slash; a handle may have some. */
function handleIn(run: string): string {
  return run.slice(run.indexOf('/') + 1)
}
