import { stripVTControlCharacters } from 'node:util'

export interface Score {
  /** Scenarios of the revision that the suite calls passed, also where it had something to warn of. */
  readonly passed: number
  /** Those that should have and did not, and entries of the expected failures that fail no more. */
  readonly failed: number
}

/** Reads what the suite said of one revision. `isGood` is what its exit code said, which has the last word. */
export function readScore(said: string, isGood: boolean): Score {
  const plain = stripVTControlCharacters(said)
  const passed = linesOf(plain, /^✓ .+: \d+ passed, 0 failed$/)
  const [summary = '', ...lists] = plain.split(/^(?=Expected failures|Stale|Unexpected failures)/m)
  const listed = lists
    .filter((list) => !list.startsWith('Expected'))
    .reduce((sum, list) => sum + linesOf(list, /^ {2}[✓✗] /), 0)
  const wasRun = summary.includes('=== SUMMARY ===') && passed > 0
  return { passed, failed: isGood && wasRun ? listed : Math.max(1, listed) }
}

function linesOf(text: string, line: RegExp): number {
  return text.split('\n').filter((each) => line.test(each)).length
}
