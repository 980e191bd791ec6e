import type { ToolRule } from '../rule.ts'

/** Long enough for four parts and two examples, and the limit most often named for OpenAI. */
const LONGEST = 1_024

export const describeTooLong: ToolRule = {
  id: 'describe-too-long',
  on: 'tool',
  level: 'warning',
  title: `A description has at most ${LONGEST} characters.`,
  why: 'It is read at every turn and paid for at every turn, and some providers were seen to cut or refuse longer ones.',
  bad: {
    tool: {
      does: `Find a book by its title. ${'Readers like it a lot when this is quick. '.repeat(24)}`,
    },
  },
  good: { tool: { does: 'Find a book by its title and say on which shelf it stands.' } },
  check({ description }) {
    if (description.length <= LONGEST) return []
    return [`The description has ${description.length} characters. Bring it under ${LONGEST}.`]
  },
}
