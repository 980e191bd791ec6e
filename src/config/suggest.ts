import { nearest } from '../kernel/nearest.ts'

/** More names than this do not help a person to choose. */
const MOST_SHOWN = 12

/** "Did you mean …?" where one valid word is close, else the valid words; both end the sentence before them. */
export function suggest(word: string, valid: readonly string[], label: string): string {
  const meant = nearest(word, valid)
  if (meant !== undefined) return `Did you mean "${meant}"?`
  if (valid.length === 0) return 'There are none.'
  const more = valid.length - MOST_SHOWN
  return `${label}: ${valid.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
