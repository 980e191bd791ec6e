import { renderingsOf } from '../renderings.ts'
import type { ToolRule } from '../rule.ts'

/** What a voice reads out wrongly, and what it is called. */
const UNSPEAKABLE: readonly (readonly [RegExp, string])[] = [
  [/\*\*|__|^#{1,6} |^\s*[-*+•] |`|\[[^\]]*\]\(|^\s*\|.*\||^\s*\d+\. /m, 'markdown'],
  [/\b(https?|ftp|mailto|tel):|\bwww\./i, 'a web address'],
  [/\b\d{4}-\d{2}(-\d{2})?(T[\d:.]+Z?)?\b/, 'a date in digits'],
  [/\b(?:[01]\d|2[0-3]):[0-5]\d(?::\d{2})?\b(?!\s*[AP]\.?M)/i, 'a 24-hour time in digits'],
  [/[{}[\]<>|\\^~]|=>|\bnull\b|\bundefined\b|\bNaN\b|\[object /, 'signs of a program'],
  [/\b[a-z]+_[a-z_]+\b/i, 'a name with underscores'],
  [/\n/, 'more than one line'],
  [/\p{Extended_Pictographic}/u, 'an emoji'],
]

export const returnConciseSpeakable: ToolRule = {
  id: 'return-concise-speakable',
  on: 'tool',
  level: 'error',
  title: 'The concise answer can be said aloud as it stands.',
  why: 'A voice agent passes it on with little change. Asterisks, web addresses and 2026-03-13 are read out sign by sign, or left out.',
  bad: {
    tool: { concise: '**Dune**: shelf 12, due 2026-03-13, see https://library.example/dune' },
  },
  good: { tool: { concise: 'Dune is on shelf twelve, and is due on Friday, March 13.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise').flatMap(({ text, called }) =>
      UNSPEAKABLE.flatMap(([pattern, what]) => {
        const found = pattern.exec(text)?.[0].trim()
        if (found === undefined) return []
        return [`${called} holds ${what}${found === '' ? '' : ` (${found})`}.`]
      }),
    )
  },
}
