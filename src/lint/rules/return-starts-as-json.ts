import { renderingsOf } from '../renderings.ts'
import type { ToolRule } from '../rule.ts'

export const returnStartsAsJson: ToolRule = {
  id: 'return-starts-as-json',
  on: 'tool',
  level: 'error',
  title: 'No answer begins like JSON, in either rendering.',
  why: 'LiveKit parses an answer that is a JSON list and sends its items to Anthropic as content blocks, which fails the whole request. And a payload leaves the work of reading it to the model.',
  bad: { tool: { detailed: '[{"title":"Dune","shelf":12}]' } },
  good: { tool: { detailed: 'Dune by Frank Herbert is on shelf twelve. Two copies are left.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise', 'detailed')
      .filter(({ text }) => /^\s*[[{]/.test(text))
      .map(
        ({ called, text }) =>
          `${called} begins with "${text.trim().charAt(0)}". Say it in sentences.`,
      )
  },
}
