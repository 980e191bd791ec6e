import type { DeclaredTool } from '../kernel/module.ts'
import { counted } from './counted.ts'
import type { ExampleCall } from './asked-gate.ts'
import { approvalData, approvalText } from './explain-approval.ts'
import { gateData, gateText } from './explain-gate.ts'
import type { Explanation } from './explanation.ts'
import { providerViews, type ProviderView } from './provider-view.ts'
import { sayRule } from './say-rule.ts'
import type { SeenTool } from './sight.ts'
import { table } from './table.ts'
import type { Paint } from './terminal.ts'
import type { CountTokens } from './tokens.ts'

interface Means {
  /** The call to explain, where it is about one. */
  readonly call: ExampleCall | undefined
  readonly paint: Paint
  readonly count: CountTokens
}

/** One tool, from the side of one client. */
export function toolText(tool: DeclaredTool, explanation: Explanation, means: Means): string {
  const { name } = tool
  const { sight, hidden } = explanation
  const client = sight.client.name
  const seen = seenIn(explanation, tool)
  if (seen) return seenText(seen, explanation, means)
  const by = hidden.find((one) => one.tool === tool)?.by
  return `${means.paint('bold', `${client} does not see ${name}`)}: ${by ? sayRule(by) : ''}.`
}

function seenText(
  seen: SeenTool,
  { sight, inclusionOf, rulesOf, rightsOf, approvals }: Explanation,
  { paint, count, call }: Means,
): string {
  const { tool, listed, tokens } = seen
  const title = `${sight.client.name} sees ${tool.name}`
  const rules = rulesOf(tool.name)
  const rights = rightsOf(tool)
  const { name: _name, description, ...rest } = listed
  const views = providerViews(seen, count)
  return [
    `${paint('bold', title)}: included by ${inclusionOf(tool.name)}; ${counted(tokens, 'token')}.`,
    description,
    JSON.stringify(rest, undefined, 2),
    providersTable(views, paint),
    gateText({ tool, rules, call }, paint),
    ...(rights ? [approvalText(rights, approvals, paint)] : []),
  ].join('\n\n')
}

function providersTable(views: readonly ProviderView[], paint: Paint): string {
  const rows = views.map(({ provider, tokens, problems, declaration }) => [
    provider,
    tokens,
    shapeOf(declaration),
    problems.length === 0 ? 'yes' : `no: ${problems.join('; ')}`,
  ])
  return table(['PROVIDER', 'TOKENS', 'DECLARED AS', 'TAKES IT'], rows, paint)
}

/** The keys around the description and the schema: enough to know the form by, and short enough for a table. */
function shapeOf(declaration: object): string {
  return `{ ${Object.entries(declaration)
    .map(([key, value]) =>
      key === 'function' || key === 'toolSpec' ? `${key}: ${shapeOf(value)}` : key,
    )
    .join(', ')} }`
}

/** The same as data, with the declarations that providers would get. */
export function toolData(
  tool: DeclaredTool,
  explanation: Explanation,
  { count, call }: Omit<Means, 'paint'>,
) {
  const { sight, hidden, inclusionOf, rulesOf, rightsOf, approvals } = explanation
  const { name: client, profile } = sight.client
  const { name, facts } = tool
  const seen = seenIn(explanation, tool)
  const by = hidden.find((one) => one.tool === tool)?.by
  const rights = seen && rightsOf(tool)
  return {
    client,
    profile,
    tool: { name, tier: facts.tier, scopes: facts.scopes },
    seen: seen !== undefined,
    ...(by && { ...by, why: sayRule(by) }),
    ...(seen && {
      includedBy: inclusionOf(name),
      tokens: seen.tokens,
      ...gateData({ tool, rules: rulesOf(name), call }),
      ...(rights && approvalData(rights, approvals)),
      listed: seen.listed,
      providers: providerViews(seen, count),
    }),
  }
}

function seenIn({ sight }: Explanation, tool: DeclaredTool): SeenTool | undefined {
  return sight.tools.find((seen) => seen.tool === tool)
}
