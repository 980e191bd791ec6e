import type { ClientRule } from '../rule.ts'
import { GOOD_SET_SIZE, LARGEST_SET, toolNames } from '../set-limit.ts'

export const setSizeLimit: ClientRule = {
  id: 'set-size-limit',
  on: 'client',
  level: 'error',
  title: `A client never sees more than ${LARGEST_SET} tools.`,
  why: 'Past twenty, models often fail to choose at all. Nobody needs all of them in one conversation.',
  bad: { client: { tools: toolNames(LARGEST_SET + 1) } },
  good: { client: { tools: toolNames(GOOD_SET_SIZE) } },
  check({ tools }) {
    if (tools.length <= LARGEST_SET) return []
    return [
      `It sees ${tools.length} tools. Give it a toolset of at most ${GOOD_SET_SIZE}, or split its agent.`,
    ]
  },
}
