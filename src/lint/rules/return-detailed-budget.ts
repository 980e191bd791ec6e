import { renderingsOf } from '../renderings.ts'
import type { ToolRule } from '../rule.ts'

const MOST = 800

export const returnDetailedBudget: ToolRule = {
  id: 'return-detailed-budget',
  on: 'tool',
  level: 'warning',
  title: `The detailed answer costs at most ${MOST} tokens.`,
  why: 'Long answers make every later turn slower and dearer, and models choose worse as they pile up. Hand out a page, or a summary with a way to ask on.',
  bad: { tool: { detailed: 'One more copy stands on shelf twelve. '.repeat(120) } },
  good: { tool: { detailed: 'Dune by Frank Herbert is on shelf twelve. Two copies are left.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'detailed').flatMap(({ text, called }) => {
      const cost = all.countTokens?.(text) ?? 0
      return cost > MOST ? [`${called} costs ${cost} tokens. Bring it under ${MOST}.`] : []
    })
  },
}
