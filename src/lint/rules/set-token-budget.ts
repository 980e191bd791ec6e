import type { ClientRule } from '../rule.ts'

export const setTokenBudget: ClientRule = {
  id: 'set-token-budget',
  on: 'client',
  level: 'error',
  title: "A client's list of tools costs no more tokens than its tokenBudget in the configuration.",
  why: 'The list is part of every prompt: it costs money and time at every turn, and grows unnoticed.',
  bad: { client: { listTokens: 2_400, tokenBudget: 2_000 } },
  good: { client: { listTokens: 1_600, tokenBudget: 2_000 } },
  check({ listTokens = 0, tokenBudget = Number.POSITIVE_INFINITY }) {
    if (listTokens <= tokenBudget) return []
    return [
      `Its list costs ${listTokens} tokens, and its budget is ${tokenBudget}. Take tools away, or shorten them.`,
    ]
  },
}
