import type { ToolParts } from '../../kernel/tool.ts'
import type { ToolRule } from '../rule.ts'
import { wordsOf } from '../words.ts'

/** In words. */
const SHORTEST: readonly (readonly [keyof ToolParts, number])[] = [
  ['does', 6],
  ['useWhen', 5],
  ['avoidWhen', 5],
  ['returns', 4],
]

export const describeTooShort: ToolRule = {
  id: 'describe-too-short',
  on: 'tool',
  level: 'error',
  title: 'Each part of a description is long enough to say something.',
  why: '"Gets data." is the description of every tool. Of 856 public tools, more than half did not make their purpose clear.',
  bad: { tool: { does: 'Find books.' } },
  good: { tool: { does: 'Find a book by its title and say on which shelf it stands.' } },
  check({ parts }) {
    return SHORTEST.flatMap(([part, least]) => {
      const size = wordsOf(parts[part]).length
      if (size === 0 || size >= least) return []
      return [
        `"${part}" has ${size === 1 ? 'one word' : `${size} words`}. Say more, in at least ${least}.`,
      ]
    })
  },
}
