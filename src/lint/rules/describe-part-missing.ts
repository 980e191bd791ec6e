import type { ToolRule } from '../rule.ts'

export const describePartMissing: ToolRule = {
  id: 'describe-part-missing',
  on: 'tool',
  level: 'error',
  title: 'A description has all four parts: does, useWhen, avoidWhen, returns.',
  why: 'The description is all that a model knows of a tool. Without a reason to leave it, the tool is called for everything that is near.',
  bad: { tool: { returns: '' } },
  good: { tool: { returns: 'title, author and shelf of the book, ready to say aloud' } },
  check({ parts }) {
    return Object.entries(parts)
      .filter(([, text]) => text.trim() === '')
      .map(([part]) => `"${part}" is empty.`)
  },
}
