import type { Access } from '../kernel/access.ts'
import type { Client, Narrowing, Principal } from '../kernel/call.ts'

/** Names a request may list at most; more are ignored. */
const MOST_NAMES = 100

/** Narrowings remembered at most: they come from URLs, so a stranger could otherwise fill the memory. */
const MOST_NARROWINGS = 512

export interface ClientDirectory {
  find(name: string): Client | undefined
  /** The client, limited to what this request asked to see. Equal narrowings give the same access object. */
  narrow(client: Client, narrowing: Narrowing): Principal
}

/** All clients of the deployment, and its toolsets by name. */
export function clientDirectory(
  clients: readonly Client[],
  toolsets: ReadonlyMap<string, readonly string[]>,
): ClientDirectory {
  const byName = new Map(clients.map((client) => [client.name, client]))
  const narrowed = new Map<string, Access>()

  const accessOf = (client: Client, narrowing: Narrowing): Access => {
    const lists = listsOf(narrowing, toolsets)
    if (lists.length === 0) return client.access
    const key = JSON.stringify([client.name, lists])
    const known = narrowed.get(key)
    if (known) return known
    if (narrowed.size >= MOST_NARROWINGS) narrowed.clear()
    const access = Object.freeze({ ...client.access, narrowings: lists })
    narrowed.set(key, access)
    return access
  }

  return Object.freeze({
    find: (name: string) => byName.get(name),
    narrow: (client: Client, narrowing: Narrowing) => ({
      client,
      access: accessOf(client, narrowing),
    }),
  })
}

function listsOf(
  { toolset, tools }: Narrowing,
  toolsets: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const lists: (readonly string[])[] = []
  if (toolset !== undefined) lists.push(toolsets.get(toolset) ?? [])
  // Exact names only: a pattern from a URL would be a regular expression from a stranger.
  if (tools) lists.push(tools.filter((name) => /^[a-z0-9_]+$/.test(name)).slice(0, MOST_NAMES))
  return lists
}
