import { approvalRights, mayNeedApproval, type ApprovalRights } from '../config/approval-rights.ts'
import { clientsOf } from '../config/clients.ts'
import type { ClientConfig, Config } from '../config/config.ts'
import type { ConfiguredRule } from '../config/rules.ts'
import { matches, whyHidden, type HidingRule } from '../kernel/access.ts'
import type { Approvals } from '../kernel/approval-terms.ts'
import type { Client } from '../kernel/call.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { clientDirectory } from '../policy/client-directory.ts'
import { sightOf, type Sight } from './sight.ts'
import type { CountTokens } from './tokens.ts'

export interface HiddenTool {
  readonly tool: DeclaredTool
  readonly by: HidingRule
}

/** What one client sees of the deployment, what it does not, and why. */
export interface Explanation {
  readonly sight: Sight
  /** In the order of their names. */
  readonly hidden: readonly HiddenTool[]
  /** Where a tool is included: `toolset guest "reservations_*"`. */
  readonly inclusionOf: (name: string) => string
  /** The rules by which a call of this tool may have to meet more. */
  readonly rulesOf: (name: string) => readonly ConfiguredRule[]
  /** Who may approve its calls; `undefined` for a tool whose calls need no operator. */
  readonly rightsOf: (tool: DeclaredTool) => ApprovalRights | undefined
  readonly approvals: Approvals
}

export interface ExplanationParts {
  readonly about: ClientConfig
  /** The one that the request names, if it names one. */
  readonly toolset: string | undefined
  readonly config: Config
  readonly tools: readonly DeclaredTool[]
  readonly count: CountTokens
}

export function explanationOf(parts: ExplanationParts): Explanation {
  const { about, config, tools, count } = parts
  const client = clientAt(parts)
  const hidden = tools.flatMap((tool) => {
    const by = whyHidden(tool, client.access)
    return by ? [{ tool, by }] : []
  })
  return {
    sight: sightOf(client, tools, count),
    hidden: hidden.toSorted((a, b) => (a.tool.name < b.tool.name ? -1 : 1)),
    inclusionOf: (name) => inclusionOf(name, about, config),
    rulesOf: (name) => config.rules.filter((rule) => rule.concerns(about.name, name)),
    rightsOf: (tool) =>
      mayNeedApproval(tool, about.name, config) ? approvalRights(tool, about, config) : undefined,
    approvals: config.approvals,
  }
}

/** The client as such a request meets it, narrowed by the code that serves requests. */
function clientAt({ about, toolset, config }: ExplanationParts): Client {
  const directory = clientDirectory(clientsOf(config), config.toolsets)
  const client = directory.find(about.name)
  if (!client) throw new Error(`There is no client "${about.name}".`)
  const { access } = directory.narrow(client, toolset === undefined ? {} : { toolset }, {
    client: client.name,
    by: 'local',
  })
  return { ...client, access }
}

function inclusionOf(name: string, { tools, toolsets: own }: ClientConfig, config: Config): string {
  const sources = [
    ['tools.include', tools.include] as const,
    ...own.map((set) => [`toolset ${set}`, config.toolsets.get(set) ?? []] as const),
  ]
  const found = sources.flatMap(([source, patterns]) =>
    patterns.filter((each) => matches(each, name)).map((each) => `${source} "${each}"`),
  )
  return found.join(', ')
}
