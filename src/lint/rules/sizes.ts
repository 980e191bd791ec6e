import { renderingsOf } from '../linted.ts'
import type { ClientRule, Rule, ToolRule } from '../rule.ts'

/** Up to here a model chooses well. */
const GOOD_SET_SIZE = 10

/** Past this it often does not choose at all. */
const LARGEST_SET = 20

/** About half a minute of speech. */
const MOST_CONCISE = 100

const returnConciseBudget: ToolRule = {
  id: 'return-concise-budget',
  on: 'tool',
  level: 'error',
  title: `The concise answer costs at most ${MOST_CONCISE} tokens.`,
  why: 'It is meant to be said in one breath, and it stays in the prompt for the rest of the conversation.',
  bad: {
    tool: {
      concise: `Dune is on shelf twelve. ${'It is a long story, as everybody knows. '.repeat(13)}`,
    },
  },
  good: { tool: { concise: 'Dune by Frank Herbert is on shelf twelve.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'concise').flatMap(({ text, called }) => {
      const cost = all.countTokens?.(text) ?? 0
      return cost > MOST_CONCISE
        ? [`${called} costs ${cost} tokens. Bring it under ${MOST_CONCISE}.`]
        : []
    })
  },
}

const MOST_DETAILED = 800

const returnDetailedBudget: ToolRule = {
  id: 'return-detailed-budget',
  on: 'tool',
  level: 'warning',
  title: `The detailed answer costs at most ${MOST_DETAILED} tokens.`,
  why: 'Long answers make every later turn slower and dearer, and models choose worse as they pile up. Hand out a page, or a summary with a way to ask on.',
  bad: { tool: { detailed: 'One more copy stands on shelf twelve. '.repeat(120) } },
  good: { tool: { detailed: 'Dune by Frank Herbert is on shelf twelve. Two copies are left.' } },
  check(tool, all) {
    return renderingsOf(tool, all, 'detailed').flatMap(({ text, called }) => {
      const cost = all.countTokens?.(text) ?? 0
      return cost > MOST_DETAILED
        ? [`${called} costs ${cost} tokens. Bring it under ${MOST_DETAILED}.`]
        : []
    })
  },
}

const setSize: ClientRule = {
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

const setSizeLimit: ClientRule = {
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

const setTokenBudget: ClientRule = {
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

/** Names for an example of so many tools. */
function toolNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `library_tool_${at + 1}`)
}

export const SIZE_RULES: readonly Rule[] = Object.freeze([
  returnConciseBudget,
  returnDetailedBudget,
  setSize,
  setSizeLimit,
  setTokenBudget,
])
