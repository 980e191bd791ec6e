import { resolve } from 'node:path'

import { ON_DEMAND } from '../../tools/on-demand.ts'
import { openApp, type App } from '../app.ts'
import type { TokenTrouble } from '../auth/token-trouble.ts'
import type { Config } from '../config/config.ts'
import { loadConfig, namedIn, usesOf } from '../config/load.ts'
import type { ModuleSources } from '../config/mounts.ts'
import { importModule } from '../import-module.ts'
import { Problems } from '../kernel/catalog.ts'
import type { DeclaredTool, Module } from '../kernel/module.ts'
import { loadProblems } from '../load-problems.ts'
import { callLogger, withoutSecrets, type Logger } from '../observe/logger.ts'
import { masker } from '../observe/mask-secrets.ts'
import type { Announcement } from '../policy/claim.ts'
import type { Stores } from '../store/ports.ts'
import { databaseFile } from '../store/places.ts'
import { sqliteStores } from '../store/sqlite/stores.ts'
import { systemClock } from '../system-clock.ts'
import { CONFIG_OPTION, textOf, type Values } from './command.ts'
import { UsageError } from './usage-error.ts'

export function configFile(values: Values): string {
  return textOf(values, 'config') ?? CONFIG_OPTION.default
}

/**
 * Reads the config that the command line names, and the modules it uses. What overrides it there is checked like the
 * file's own.
 */
export async function readConfig(values: Values): Promise<Config> {
  const host = textOf(values, 'host')
  const port = textOf(values, 'port')
  // An empty text would be read as port 0, which is a free one and not the one meant.
  if (port !== undefined && !/^\d+$/.test(port))
    throw new UsageError(`--port must be a whole number, not "${port}".`)
  const dataDir = textOf(values, 'data-dir')
  // An empty text would be this process's own folder.
  if (dataDir === '') throw new UsageError('--data-dir must name a folder.')
  const file = configFile(values)
  return loadConfig(file, await sourcesFor(file), process.env, {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
    ...(dataDir !== undefined && { dataDir: resolve(dataDir) }),
  })
}

/** The built-in modules, and those that the file brings. */
async function sourcesFor(file: string): Promise<ModuleSources> {
  const uses = usesOf(file, [...ON_DEMAND.keys()])
  const imported = await Promise.all(
    uses.map(async (use) => [use, await importModule(use, file)] as const),
  )
  const isWell = imported.every(([, { ok }]) => ok)
  return { builtIn: await builtInFor(file, uses, isWell), imported: new Map(imported) }
}

/** Those that the file names. Where one was not found, all of them: which was meant has to be guessed. */
async function builtInFor(
  file: string,
  imported: readonly string[],
  isWell: boolean,
): Promise<readonly Module[]> {
  const names = namedIn(file).filter((name) => !imported.includes(name))
  const isKnown = isWell && names.every((name) => ON_DEMAND.has(name))
  const read = [...ON_DEMAND].filter(([id]) => !isKnown || names.includes(id))
  return Promise.all(read.map(async ([, module]) => module()))
}

/** The modules that the config loads, checked like at a start, while nothing is opened. Throws `Problems`. */
export function declaredModules(config: Config): readonly Module[] {
  loadProblems(config)
  return config.modules.map(({ module }) => module)
}

/** The tools of those modules. */
export function declaredTools(config: Config): readonly DeclaredTool[] {
  return declaredModules(config).flatMap(({ tools }) => tools)
}

/** What keeps the config from loading in a process that has only `env` for its environment. */
export async function problemsUnder(
  env: NodeJS.ProcessEnv,
  values: Values,
): Promise<readonly string[]> {
  try {
    const file = configFile(values)
    loadConfig(file, await sourcesFor(file), env)
    return []
  } catch (error) {
    if (error instanceof Problems) return error.list
    throw error
  }
}

/** `serves`: whether it is a server, which writes the ledger in a thread of its own and carries out what was approved. */
export async function openDeployment(
  config: Config,
  anyLogger: Logger,
  serves: boolean,
): Promise<App> {
  const logger = withoutSecrets(anyLogger, secretsIn(config))
  const parts = {
    config,
    clock: systemClock,
    recordCall: callLogger(logger),
    announce: (write: Announcement) => logger.info(write, 'write'),
    onTrouble: (message: string) => logger.error({ reason: message }, 'ledger'),
    onTokenTrouble: ({ event, ...trouble }: TokenTrouble) => logger.warn(trouble, event),
    expectsTokens: serves,
    inThread: serves,
    runsApproved: serves,
    tellsWebhooks: serves,
  }
  try {
    return await openApp(parts)
  } catch (error) {
    logger.debug({ err: error }, 'not opened')
    throw asProblem(error, config)
  }
}

/** Every secret that the configuration has fetched. */
export function secretsIn(config: Config): readonly string[] {
  const { clients, webhooks } = config
  return [
    ...clients.map(({ name }) => config.secretOf(name)),
    ...webhooks.map(({ name }) => config.webhookSecretOf(name)),
    config.mailPassword(),
  ].filter((secret) => secret !== undefined)
}

/** Opens the deployment for one piece of work, and closes it whatever happens. */
export async function withDeployment<T>(
  config: Config,
  logger: Logger,
  use: (app: App) => Promise<T>,
): Promise<T> {
  const app = await openDeployment(config, logger, false)
  try {
    return await use(app)
  } finally {
    await app.close()
  }
}

/** Opens what the house itself keeps, and no module, for one piece of work. */
export function withStores<T>(config: Config, use: (stores: Stores) => T): T {
  const stores = openStores(config)
  try {
    return use(stores)
  } finally {
    stores.close()
  }
}

function openStores(config: Config): Stores {
  try {
    return sqliteStores(databaseFile(config.server.dataDir), systemClock)
  } catch (error) {
    throw asProblem(error, config)
  }
}

/** What fails while opening is nearly always the place or the settings, such as a folder that cannot be written. */
function asProblem(error: unknown, config: Config): unknown {
  if (error instanceof Problems || !(error instanceof Error)) return error
  const mask = masker(secretsIn(config))
  return new Problems([`The deployment cannot be opened: ${mask(error.message)}`])
}
