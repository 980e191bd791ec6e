import { portability } from '../schema/providers.ts'
import { counted } from './counted.ts'
import { gateCell, gateData } from './explain-gate.ts'
import type { Explanation, HiddenTool } from './explanation.ts'
import { sayRule } from './say-rule.ts'
import type { SeenTool } from './sight.ts'
import { table } from './table.ts'
import type { Paint } from './terminal.ts'

/** All tools of the deployment, from the side of one client. */
export function clientText(explanation: Explanation, paint: Paint): string {
  const { sight, hidden } = explanation
  const { client, tools, tokens } = sight
  const amount = `${tools.length} of ${counted(tools.length + hidden.length, 'tool')}`
  return [
    `${paint('bold', client.name)}: ${client.profile} profile, sees ${amount}, ${counted(tokens, 'token')}`,
    ...(tools.length > 0 ? [seenTable(explanation, paint)] : []),
    ...(hidden.length > 0 ? [`\n${hiddenTable(hidden, paint)}`] : []),
  ].join('\n')
}

function seenTable({ sight, inclusionOf, rulesOf }: Explanation, paint: Paint): string {
  const rows = sight.tools.map((seen) => [
    seen.tool.name,
    seen.tool.facts.tier,
    gateCell(seen.tool, rulesOf(seen.tool.name)),
    seen.tokens,
    sayProviders(seen),
    inclusionOf(seen.tool.name),
  ])
  return table(['SEES', 'TIER', 'GATE', 'TOKENS', 'TAKEN BY', 'INCLUDED BY'], rows, paint)
}

function sayProviders({ listed }: SeenTool): string {
  const objecting = [...portability(listed.inputSchema)]
    .filter(([, problems]) => problems.length > 0)
    .map(([provider]) => provider)
  return objecting.length === 0 ? 'every provider' : `all but ${objecting.join(', ')}`
}

function hiddenTable(hidden: readonly HiddenTool[], paint: Paint): string {
  const rows = hidden.map(({ tool: { name, facts }, by }) => [name, facts.tier, sayRule(by)])
  return table(['DOES NOT SEE', 'TIER', 'WHY'], rows, paint)
}

/** The same as data. */
export function clientData({ sight, hidden, inclusionOf, rulesOf }: Explanation) {
  const { client, tools, tokens } = sight
  return {
    client: client.name,
    profile: client.profile,
    tokens,
    sees: tools.map(({ tool, tool: { name, facts }, listed, tokens }) => ({
      name,
      tier: facts.tier,
      ...gateData({ tool, rules: rulesOf(name), call: undefined }),
      scopes: facts.scopes,
      tokens,
      includedBy: inclusionOf(name),
      problems: Object.fromEntries(portability(listed.inputSchema)),
    })),
    doesNotSee: hidden.map(({ tool: { name, facts }, by }) => ({
      name,
      tier: facts.tier,
      scopes: facts.scopes,
      ...by,
      why: sayRule(by),
    })),
  }
}
