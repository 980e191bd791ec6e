import type { ToolRule } from '../rule.ts'

export const exampleValid: ToolRule = {
  id: 'example-valid',
  on: 'tool',
  level: 'error',
  title: 'Every example is valid input.',
  why: 'Models copy examples. One that the server refuses teaches them to be refused.',
  bad: { tool: { examples: [{ name: 'Dune' }] } },
  good: { tool: { examples: [{ title: 'Dune' }] } },
  check({ examples, issuesIn }) {
    return examples.flatMap((example, at) =>
      issuesIn(example).map(
        ({ path, message }) =>
          `Example ${at + 1} is not valid${path.length > 0 ? `: "${path.join('.')}"` : ''} (${message}).`,
      ),
    )
  },
}
