import { ownWords } from '../own-name.ts'
import type { ToolRule } from '../rule.ts'
import { singular } from '../words.ts'

/** Namespaces that set a tool apart from nothing. */
const EMPTY: ReadonlySet<string> = new Set(
  'api app common core default general helper helpers main mcp misc module my server service services shared tool toolcrib tools util utils'.split(
    ' ',
  ),
)

export const nameNamespace: ToolRule = {
  id: 'name-namespace',
  on: 'tool',
  level: 'error',
  title: 'A name begins with a namespace that says what the tool is about, and says it once.',
  why: 'An agent with several servers sees one flat list. The namespace tells search_customers of the shop from that of the clinic; a second copy of it only costs length.',
  bad: { tool: { module: 'tools', name: 'find_book' } },
  good: { tool: { module: 'library', name: 'find_book' } },
  check(tool) {
    const { name, module } = tool
    if (!name.startsWith(`${module}_`)) return [`The name does not begin with "${module}_".`]
    const [first = ''] = ownWords(tool)
    return [
      ...(EMPTY.has(module)
        ? [`The namespace "${module}" says nothing. Name the module for what its tools are about.`]
        : []),
      ...(singular(first) === singular(module)
        ? [`The name says "${first}" twice. Leave the namespace out of the tool's own name.`]
        : []),
    ]
  },
}
