import type { ClientConfig, Config } from '../config/config.ts'
import { suggest } from '../config/suggest.ts'
import { textOf, type Option, type Values } from './command.ts'
import { UsageError } from './usage-error.ts'

export const CLIENT_OPTION = {
  value: 'NAME',
  about: 'the client; not needed where there is only one',
} as const satisfies Option

/** The client that `--client` names, or the only one there is. */
export function chosenClient(values: Values, config: Config): ClientConfig {
  const name = textOf(values, 'client')
  if (name !== undefined) return clientNamed(name, config)
  const [only, ...others] = config.clients
  if (only && others.length === 0) return only
  throw new UsageError(`Say for which client, with --client NAME. ${sayClients(config)}`)
}

export function clientNamed(name: string, config: Config): ClientConfig {
  const client = config.clients.find((known) => known.name === name)
  if (client) return client
  const names = config.clients.map((known) => known.name)
  throw new UsageError(`There is no client "${name}". ${suggest(name, names, 'The clients are')}`)
}

/** The toolset that `--toolset` names, if it names one. */
export function chosenToolset(values: Values, { toolsets }: Config): string | undefined {
  const name = textOf(values, 'toolset')
  if (name === undefined || toolsets.has(name)) return name
  const names = [...toolsets.keys()]
  throw new UsageError(`There is no toolset "${name}". ${suggest(name, names, 'The toolsets are')}`)
}

export function sayClients({ clients }: Config): string {
  return `The clients are: ${clients.map(({ name }) => name).join(', ')}.`
}
