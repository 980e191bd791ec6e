import { propertiesOf, requiredOf } from '../../kernel/json.ts'
import type { ToolRule } from '../rule.ts'

const MOST = 4

const optional = (what: string) =>
  ({
    type: 'string',
    maxLength: 40,
    description: `Only books with this ${what}, for example Smith.`,
  }) as const

export const paramOptionalCount: ToolRule = {
  id: 'param-optional-count',
  on: 'tool',
  level: 'warning',
  title: `A tool has at most ${MOST} optional parameters.`,
  why: 'Each of them is a question that the model has to settle, and some providers make all of them required. Many optionals are mostly several tools in one.',
  bad: {
    tool: {
      parameters: Object.fromEntries(
        ['author', 'editor', 'publisher', 'illustrator', 'translator'].map((what) => [
          what,
          optional(what),
        ]),
      ),
    },
  },
  good: { tool: { parameters: { author: optional('author'), editor: optional('editor') } } },
  check({ inputSchema }) {
    const required = requiredOf(inputSchema)
    const count = Object.keys(propertiesOf(inputSchema)).filter(
      (name) => !required.includes(name),
    ).length
    if (count <= MOST) return []
    return [
      `There are ${count} optional parameters. Require some, drop some, or make two tools of it.`,
    ]
  },
}
