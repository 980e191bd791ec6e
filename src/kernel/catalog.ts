import { maySee, type Access } from './access.ts'
import { headerFieldsIn } from './header-fields.ts'
import type { DeclaredTool, Module, MountedTool } from './module.ts'
import { sayPlace } from './place.ts'
import { readVersion } from './semantic-version.ts'

/** The tools one access sees, in the order of their names. */
export interface View {
  readonly tools: readonly MountedTool[]
  find(name: string): MountedTool | undefined
}

/** Every tool of the deployment. Immutable. */
export interface Catalog {
  readonly tools: readonly MountedTool[]
  /** The same access object always gives the same view object, so a view can key a cache. */
  view(access: Access): View
}

/** Many problems found together. Each is one line for a person. */
export class Problems extends Error {
  override readonly name = 'Problems'
  readonly list: readonly string[]

  constructor(list: readonly string[]) {
    super(list.join('\n'))
    this.list = list
  }
}

const NAME = /^[a-z][a-z0-9_]{0,62}$/

/** Names that LiveKit gives to tools of its own; a duplicate makes it throw when the agent starts. */
const RESERVED = /^(lk_agents_.*|tool_search|call_tool|end_call|transfer_call|send_dtmf_events)$/

/** Arguments that the server adds to tools itself. */
const SERVER_FIELDS: ReadonlySet<string> = new Set([
  'response_format',
  'confirmation_code',
  'idempotency_key',
])

/** Builds the catalog. Ask `catalogProblems` first, before any module is mounted. */
export function createCatalog(tools: readonly MountedTool[]): Catalog {
  const sorted = tools.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const views = new WeakMap<Access, View>()
  return Object.freeze({
    tools: sorted,
    view(access: Access): View {
      const known = views.get(access)
      if (known) return known
      const view = viewOf(sorted.filter((tool) => maySee(tool, access)))
      views.set(access, view)
      return view
    },
  })
}

function viewOf(tools: readonly MountedTool[]): View {
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  return Object.freeze({ tools, find: (name: string) => byName.get(name) })
}

/** Everything that keeps these modules from being loaded, beside their tools. One line each. */
export function moduleProblems(
  modules: readonly Pick<Module, 'id' | 'version'>[],
): readonly string[] {
  return modules
    .filter(({ version }) => !readVersion(version))
    .map(
      ({ id, version }) =>
        `${id}: the module's version "${version}" is not a semantic version; write one such as 1.0.0.`,
    )
}

/** Everything that keeps these tools from being served, one line each. */
export function catalogProblems(tools: readonly DeclaredTool[]): readonly string[] {
  return [...tools.flatMap(problemsOf), ...duplicatesIn(tools)]
}

function problemsOf(tool: DeclaredTool): readonly string[] {
  return faultsOf(tool).map((fault) => placed(tool, fault))
}

/** A problem with a tool, after the line in which its author finds it. */
export function placed({ place }: Pick<DeclaredTool, 'place'>, problem: string): string {
  return place ? `${sayPlace(place)}  ${problem}` : problem
}

function faultsOf(tool: DeclaredTool): readonly string[] {
  const { name, facts, inputSchema } = tool
  const problems: string[] = []
  if (!NAME.test(name))
    problems.push(`${name}: a tool's name is 1 to 63 of a-z, 0-9 and _, and starts with a letter.`)
  if (RESERVED.test(name))
    problems.push(`${name}: LiveKit keeps this name for a tool of its own; choose another.`)
  if (facts.tier === 'read' && facts.gate !== 'auto')
    problems.push(
      `${name}: reads are never held up, so "confirm" would be without effect; give it a higher tier or remove it.`,
    )
  for (const field of Object.keys(inputSchema['properties'] ?? {})) {
    if (!NAME.test(field)) problems.push(`${name}: the field "${field}" must match ${NAME.source}.`)
    if (SERVER_FIELDS.has(field))
      problems.push(`${name}: the server adds "${field}" itself; remove the field.`)
  }
  for (const field of headerFieldsIn(inputSchema))
    problems.push(
      `${name}: "${field}" asks for "x-mcp-header", and arguments are never sent in headers here; remove it.`,
    )
  return [...problems, ...exampleProblems(tool)]
}

/** A model copies an example; one that is refused costs it a call. */
function exampleProblems({ name, examples, issuesIn }: DeclaredTool): readonly string[] {
  return examples.flatMap((example) => {
    const [issue] = issuesIn(example)
    if (!issue) return []
    const at = issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
    return [
      `${name}: its example ${JSON.stringify(example)} does not validate: ${at}${issue.message}.`,
    ]
  })
}

function duplicatesIn(tools: readonly DeclaredTool[]): readonly string[] {
  const byName = Map.groupBy(tools, (tool) => tool.name)
  return [...byName]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) => {
      const modules = same.map((tool) => tool.module).join(' and ')
      return placed({ place: same.at(-1)?.place }, `${name}: defined by ${modules}.`)
    })
}
