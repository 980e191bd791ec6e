import type { DeclaredTool } from '../../kernel/module.ts'
import { OTHER_TOOL } from '../good-tool.ts'
import { keywordSearch, LETTERS, SPACES, type Hit } from '../keyword-search.ts'
import type { Linted } from '../linted.ts'
import type { ToolRule } from '../rule.ts'
import { isFiller, quoted } from '../words.ts'

/** A rival that reaches this part of the tool's own score is chosen when the caller words it a little differently. */
const TOO_CLOSE = 0.8

/** More words than these a sentence cannot hold. */
const MOST_WORDS = 6

export const overlap: ToolRule = {
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
