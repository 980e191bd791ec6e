import { mayAsk, maySee } from '../kernel/access.ts'
import type { Client } from '../kernel/call.ts'
import type { DeclaredTool } from '../kernel/module.ts'
import { describe } from '../mcp/describe.ts'
import type { CountTokens } from './tokens.ts'

type Listed = ReturnType<typeof describe>

export interface SeenTool {
  readonly tool: DeclaredTool
  /** As the client's profile lists it. */
  readonly listed: Listed
  readonly tokens: number
}

/** What one client sees of the deployment. */
export interface Sight {
  readonly client: Client
  readonly tools: readonly SeenTool[]
  /** Of the whole list. */
  readonly tokens: number
}

/** Asks the predicate behind `tools/list`, and keeps its order, so that this is the list a client gets. */
export function sightOf(client: Client, tools: readonly DeclaredTool[], count: CountTokens): Sight {
  const asks = (tool: DeclaredTool): boolean => mayAsk(tool, client.access)
  const seen = tools
    .filter((tool) => maySee(tool, client.access))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((tool) => ({ tool, listed: describe(tool, client.profile, asks) }))
  return {
    client,
    tools: seen.map((one) => ({ ...one, tokens: count(one.listed) })),
    tokens: count(seen.map(({ listed }) => listed)),
  }
}
