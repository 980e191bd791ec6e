import type { Access } from '../kernel/access.ts'
import type { Client, Narrowing, Principal } from '../kernel/call.ts'
import type { Identity } from '../kernel/identity.ts'

/** Names a request may list at most; more are ignored. */
const MOST_NAMES = 100

/** Narrowings remembered at most: they come from URLs, so a stranger could otherwise fill the memory. */
const MOST_NARROWINGS = 512

export interface ClientDirectory {
  find(name: string): Client | undefined
  /**
   * The client, limited to what this request asked to see and to what its credential carries. Equal limits give the
   * same access object.
   */
  narrow(client: Client, narrowing: Narrowing, identity: Identity): Omit<Principal, 'letInBy'>
}

/** All clients of the deployment, and its toolsets by name. */
export function clientDirectory(
  clients: readonly Client[],
  toolsets: ReadonlyMap<string, readonly string[]>,
): ClientDirectory {
  const byName = new Map(clients.map((client) => [client.name, client]))
  const narrowed = new Map<string, Access>()

  const accessOf = (client: Client, narrowing: Narrowing, identity: Identity): Access => {
    const lists = listsOf(narrowing, identity, toolsets)
    const scopes = scopesOf(client, identity)
    if (lists.length === 0 && scopes === client.access.scopes) return client.access
    const key = JSON.stringify([client.name, lists, scopes])
    const known = narrowed.get(key)
    if (known) return known
    if (narrowed.size >= MOST_NARROWINGS) narrowed.clear()
    const access = narrowedAccess(client, scopes, lists)
    narrowed.set(key, access)
    return access
  }

  return Object.freeze({
    find: (name: string) => byName.get(name),
    narrow: (client: Client, narrowing: Narrowing, identity: Identity) => ({
      client,
      access: accessOf(client, narrowing, identity),
      user: identity.user ?? client.user,
      identity,
    }),
  })
}

/** What both the client holds and its credential carries, in the client's order: a token adds nothing. */
function scopesOf({ access }: Client, identity: Identity): readonly string[] {
  const { scopes: carried } = identity
  if (!carried || access.scopes.every((scope) => carried.includes(scope))) return access.scopes
  return access.scopes.filter((scope) => carried.includes(scope))
}

function narrowedAccess(
  { access, stepsUp = false }: Client,
  scopes: readonly string[],
  narrowings: readonly (readonly string[])[],
): Access {
  const lost = access.scopes.filter((scope) => !scopes.includes(scope))
  const obtainable = stepsUp && lost.length > 0 ? { obtainable: lost } : {}
  return Object.freeze({ ...access, ...obtainable, scopes, narrowings })
}

function listsOf(
  { toolset, tools }: Narrowing,
  identity: Identity,
  toolsets: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const lists: (readonly string[])[] = []
  // First, whatever the address says: a token that was made for one toolset opens no other.
  if (identity.toolset !== undefined) lists.push(toolsets.get(identity.toolset) ?? [])
  if (toolset !== undefined) lists.push(toolsets.get(toolset) ?? [])
  // Exact names only: a pattern from a URL would be a regular expression from a stranger.
  if (tools) lists.push(tools.filter((name) => /^[a-z0-9_]+$/.test(name)).slice(0, MOST_NAMES))
  return lists
}
