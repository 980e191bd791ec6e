import { counted } from './finding.ts'
import type { Outcome } from './lane.ts'

/** What came of many requests. */
export interface Tally {
  /** @param isWhole whether it was certainly a request, which is owed a word */
  add(what: Outcome, sent: Buffer, isWhole: boolean): void
  readonly requests: () => number
  /** Requests that got neither an answer nor an end. */
  readonly silent: () => readonly string[]
  /** Whole requests whose connection was closed without a word. */
  readonly wordless: () => readonly string[]
  /** Answers that say that the server is at fault, each with the request that it was given to. */
  readonly faults: () => readonly string[]
  /** By the kind of answer, in words. */
  readonly words: () => string
}

const SHOWN_BYTES = 300

export function tallyOutcomes(): Tally {
  const byKind = new Map<string, number>()
  const silent: string[] = []
  const wordless: string[] = []
  const faults: string[] = []
  let requests = 0
  const count = (kind: string): void => void byKind.set(kind, (byKind.get(kind) ?? 0) + 1)
  return {
    add(what, sent, isWhole) {
      requests += 1
      const shown = JSON.stringify(sent.toString('latin1', 0, SHOWN_BYTES))
      if (what.kind !== 'answered') count(what.kind === 'cut' ? 'closed without a word' : 'silent')
      if (what.kind === 'silent') silent.push(shown)
      if (what.kind === 'cut' && isWhole) wordless.push(shown)
      if (what.kind !== 'answered') return
      for (const { status, text } of what.answers) {
        count(`${Math.floor(status / 100)}xx`)
        if (status >= 500) faults.push(`${status}: ${text.slice(0, SHOWN_BYTES)} to ${shown}`)
      }
    },
    requests: () => requests,
    silent: () => silent,
    wordless: () => wordless,
    faults: () => faults,
    words: () =>
      [...byKind]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, times]) => `${counted(times)} ${kind}`)
        .join(', '),
  }
}
