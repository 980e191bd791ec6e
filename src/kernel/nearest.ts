import { distance } from 'fastest-levenshtein'

/** At most this many signs may differ, however long the word is; more is another word and not a slip. */
const MOST_SLIPS = 3

/**
 * The candidate that `word` was probably meant to be, or `undefined` when none is close. One slip is allowed per
 * three letters; case never counts, and letters in a wrong order count as one slip ("evn" for "env").
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let fewest = Math.min(MOST_SLIPS, Math.max(1, Math.floor(word.length / 3)))
  for (const candidate of candidates) {
    const slips = slipsBetween(word.toLowerCase(), candidate.toLowerCase())
    // The first of several equally close ones stays, so that the answer does not depend on later additions.
    if (slips < fewest || (slips === fewest && best === undefined)) {
      best = candidate
      fewest = slips
    }
  }
  return best
}

function slipsBetween(word: string, candidate: string): number {
  const slips = distance(word, candidate)
  return slips > 1 && sameLetters(word, candidate) ? 1 : slips
}

function sameLetters(word: string, candidate: string): boolean {
  return sorted(word) === sorted(candidate)
}

function sorted(word: string): string {
  return word.split('').toSorted().join('')
}
