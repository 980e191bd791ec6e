import type { ToolRule } from '../rule.ts'
import { textsOf } from '../tool-text.ts'

/**
 * Characters that show as nothing: zero width, text direction, tags, fillers, control signs, private ones. Any of them
 * can hide an order from the person who reviews the tool, and not from the model. Line ends and tabs are seen, and
 * U+FE0F only gives an emoji its colours.
 */
const HIDDEN = /(?!\n|\t|\uFE0F)[\p{DI}\p{Cf}\p{Cc}\p{Co}\p{Zl}\p{Zp}]/gu

export const hiddenCharacters: ToolRule = {
  id: 'hidden-characters',
  on: 'tool',
  level: 'error',
  title: 'No text of a tool holds a character that cannot be seen.',
  why: 'Zero-width, direction and tag characters carry whole sentences that a model reads and a reviewer does not see.',
  bad: { tool: { title: 'Find a\u200B book' } },
  good: { tool: { title: 'Find a book' } },
  check(tool) {
    return textsOf(tool).flatMap(({ place, text }) => {
      const found = [...new Set(text.match(HIDDEN))].map(codePoint)
      return found.length > 0
        ? [`There are hidden characters in ${place}: ${found.join(', ')}.`]
        : []
    })
  },
}

function codePoint(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
