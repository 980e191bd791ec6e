import type { ToolRule } from '../rule.ts'

/** Providers take 64; a client may put a prefix such as `mcp__customer_service__` in front. */
const LONGEST = 40

export const nameLength: ToolRule = {
  id: 'name-length',
  on: 'tool',
  level: 'error',
  title: `A name has at most ${LONGEST} characters, so that a client's prefix fits before it.`,
  why: 'Providers refuse names of more than 64 characters, and with one such name every tool of the session is lost. Clients such as Claude Code put a prefix of their own in front.',
  bad: { tool: { name: 'find_book_by_title_or_by_beginning_of_title' } },
  good: { tool: { name: 'find_book' } },
  check({ name }) {
    if (name.length <= LONGEST) return []
    return [
      `The name has ${name.length} characters. Shorten it to ${LONGEST}, so that a prefix of 24 fits before it.`,
    ]
  },
}
