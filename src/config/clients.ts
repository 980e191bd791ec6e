import type { Client } from '../kernel/call.ts'
import type { ClientConfig, Config } from './config.ts'
import { deepFreeze } from './freeze.ts'

/**
 * The clients as the kernel knows them. Call it once: views of the catalog are kept per access object.
 * Toolsets only add to what is included; `exclude` still wins.
 */
export function clientsOf(config: Config): readonly Client[] {
  return deepFreeze(config.clients.map((client) => clientFrom(client, config)))
}

function clientFrom(client: ClientConfig, { toolsets, modules, rules }: Config): Client {
  const { name, profile, tools, toolsets: sets, highestTier, scopes } = client
  const { user, owner, callsPerMinute, confirmAfterMs, sessions } = client
  const { trustsUserHeader = false, oauth } = client
  const include = [...tools.include, ...sets.flatMap((set) => toolsets.get(set) ?? [])]
  const asks = modules
    .flatMap(({ module }) => module.tools.map((tool) => tool.name))
    .filter((tool) =>
      // An operator's approval comes without a code.
      rules.some((rule) => rule.gate !== 'approval' && rule.concerns(name, tool)),
    )
  return {
    name,
    profile,
    user,
    owner,
    callsPerMinute,
    confirmAfterMs,
    sessions,
    ...(trustsUserHeader && { trustsUserHeader }),
    ...(oauth?.stepUp === true && { stepsUp: true }),
    access: { include, exclude: tools.exclude, highestTier, scopes, narrowings: [], asks },
  }
}
