import type { Client } from '../kernel/call.ts'
import type { ClientConfig, Config } from './config.ts'
import { deepFreeze } from './freeze.ts'

/**
 * The clients as the kernel knows them. Call it once: views of the catalog are kept per access object.
 * Toolsets only add to what is included; `exclude` still wins.
 */
export function clientsOf({ clients, toolsets }: Config): readonly Client[] {
  return deepFreeze(clients.map((client) => clientFrom(client, toolsets)))
}

function clientFrom(client: ClientConfig, toolsets: Config['toolsets']): Client {
  const { name, profile, tools, toolsets: sets, highestTier, scopes, user, confirmAfterMs } = client
  const include = [...tools.include, ...sets.flatMap((set) => toolsets.get(set) ?? [])]
  return {
    name,
    profile,
    user,
    confirmAfterMs,
    access: { include, exclude: tools.exclude, highestTier, scopes, narrowings: [] },
  }
}
