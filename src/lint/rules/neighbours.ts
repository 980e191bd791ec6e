import type { DeclaredTool } from '../../kernel/module.ts'
import { OTHER_TOOL } from '../sketch.ts'
import { keywordSearch, LETTERS, SPACES, type Hit } from '../keyword-search.ts'
import type { Linted } from '../linted.ts'
import { parametersOf } from '../parameter.ts'
import type { Rule, ToolRule } from '../rule.ts'
import { isFiller, quoted, says } from '../words.ts'

/** A rival that reaches this part of the tool's own score is chosen when the caller words it a little differently. */
const TOO_CLOSE = 0.8

/** More words than these a sentence cannot hold. */
const MOST_WORDS = 6

const overlap: ToolRule = {
  id: 'overlap',
  on: 'tool',
  level: 'warning',
  title: 'A search for what a tool does, or for when to use it, finds that tool by a clear margin.',
  why: "LiveKit's tool search, and every model in its way, goes by the words. Where two tools share most of theirs, which of them is called is a matter of luck.",
  bad: {
    tool: { useWhen: 'a reader names a book and wants a copy' },
    other: { name: 'lend_copy', useWhen: 'a reader names a book and wants a copy today' },
  },
  good: {
    tool: { useWhen: 'a reader names a book and asks whether the library has it' },
    other: OTHER_TOOL,
  },
  check(tool, all) {
    const tools = [tool, ...rivalsOf(tool, all)]
    if (tools.length === 1) return []
    return (['does', 'useWhen'] as const).flatMap((part) => closest(tool, part, tools))
  },
}

/** Those that some client sees beside the tool. Tools that nobody sees together confuse nobody. */
function rivalsOf(tool: DeclaredTool, { tools, clients }: Linted): readonly DeclaredTool[] {
  const others = tools.filter(({ name }) => name !== tool.name)
  if (!clients) return others
  const together = clients.filter((client) => client.tools.includes(tool.name))
  return others.filter(({ name }) => together.some((client) => client.tools.includes(name)))
}

function closest(
  tool: DeclaredTool,
  part: 'does' | 'useWhen',
  tools: readonly DeclaredTool[],
): readonly string[] {
  const rivals = [SPACES, LETTERS].flatMap((tokenizer) => {
    const hits = keywordSearch(tools, tokenizer)(tool.parts[part])
    const own = hits.find(({ name }) => name === tool.name)?.score ?? 0
    return hits.filter(
      ({ name, score }) => name !== tool.name && score >= own * TOO_CLOSE && score > 0,
    )
  })
  const byName = new Map(rivals.toReversed().map((rival) => [rival.name, rival]))
  return [...byName.values()].map((rival) => sentence(part, rival))
}

function sentence(part: string, { name, words }: Hit): string {
  const telling = words.filter((word) => !isFiller(word)).slice(0, MOST_WORDS)
  return `A search for its "${part}" finds ${name} nearly as well, by ${quoted(telling)}. Say what only one of the two is for.`
}

const describeNeighbourMissing: ToolRule = {
  id: 'describe-neighbour-missing',
  on: 'tool',
  level: 'error',
  title:
    '"avoidWhen" names the neighbour to call instead, and every tool that a description names exists.',
  why: 'A limit without a way out makes the model try anyway. A name that does not exist is called, and fails, while a caller waits.',
  bad: { tool: { avoidWhen: 'the reader wants a copy put aside; use library_keep_copy' } },
  good: { tool: { avoidWhen: 'the reader wants a copy put aside; use library_reserve_copy' } },
  check(tool, { tools }) {
    return [
      ...unknownNames(tool, tools).map(
        (name) => `The description names ${name}, and there is no such tool.`,
      ),
      ...neighbourMissing(tool, tools),
    ]
  },
}

function unknownNames(tool: DeclaredTool, tools: readonly DeclaredTool[]): readonly string[] {
  const known = new Set([
    ...tools.map(({ name }) => name),
    ...parametersOf(tool).map(({ name }) => name),
  ])
  const named = Object.values(tool.parts).flatMap(
    (text) => text.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g) ?? [],
  )
  return named.filter((name) => !known.has(name))
}

/** A module's only tool has no neighbour to be mistaken for. */
function neighbourMissing(tool: DeclaredTool, tools: readonly DeclaredTool[]): readonly string[] {
  const others = tools.filter(({ name }) => name !== tool.name)
  const near = others.filter(({ module }) => module === tool.module).map(({ name }) => name)
  const isNamed = others.some(({ name }) => says(tool.parts.avoidWhen, name))
  if (near.length === 0 || isNamed) return []
  return [`"avoidWhen" does not say which tool to call instead, such as ${near[0]}.`]
}

export const NEIGHBOUR_RULES: readonly Rule[] = Object.freeze([describeNeighbourMissing, overlap])
