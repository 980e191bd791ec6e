import type { ClientRule } from '../rule.ts'
import { GOOD_SET_SIZE, LARGEST_SET, toolNames } from '../set-limit.ts'

export const setSize: ClientRule = {
  id: 'set-size',
  on: 'client',
  level: 'warning',
  title: `A client sees at most ${GOOD_SET_SIZE} tools.`,
  why: 'Beyond ten tools wrong choices become more common, and each tool is read and paid for at every turn.',
  bad: { client: { tools: toolNames(GOOD_SET_SIZE + 1) } },
  good: { client: { tools: toolNames(GOOD_SET_SIZE) } },
  check({ tools }) {
    // More than the limit is the error of another rule.
    if (tools.length <= GOOD_SET_SIZE || tools.length > LARGEST_SET) return []
    return [
      `It sees ${tools.length} tools. Give it a toolset of at most ${GOOD_SET_SIZE}, or split its agent.`,
    ]
  },
}
