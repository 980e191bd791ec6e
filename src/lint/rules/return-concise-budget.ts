import { renderingsOf } from '../renderings.ts'
import type { ToolRule } from '../rule.ts'

/** About half a minute of speech. */
const MOST = 100

export const returnConciseBudget: ToolRule = {
  id: 'return-concise-budget',
  on: 'tool',
  level: 'error',
  title: `The concise answer costs at most ${MOST} tokens.`,
  why: 'It is meant to be said in one breath, and it stays in the prompt for the rest of the conversation.',
  bad: {
    tool: {
      concise: `Dune is on shelf twelve. ${'It is a long story, as everybody knows. '.repeat(13)}`,
    },
  },
  good: { tool: { concise: 'Dune by Frank Herbert is on shelf twelve.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise').flatMap(({ text, called }) => {
      const cost = all.countTokens?.(text) ?? 0
      return cost > MOST ? [`${called} costs ${cost} tokens. Bring it under ${MOST}.`] : []
    })
  },
}
