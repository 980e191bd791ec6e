import { watch } from 'chokidar'
import { dirname, join, resolve, sep } from 'node:path'

import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { usesOf } from '../config/load.ts'
import { catalogueOf } from '../diff/catalogue.ts'
import { diffCatalogues } from '../diff/diff-catalogues.ts'
import { exchangeable } from '../exchangeable.ts'
import { forgetImports, isPath } from '../import-module.ts'
import { Problems } from '../kernel/catalog.ts'
import type { Logger } from '../observe/logger.ts'
import type { Values } from './command.ts'
import { configFile, declaredModules, openDeployment, readConfig } from './deployment.ts'

/** An editor writes several files at once, or one file in several steps. */
const QUIET_MS = 150

export interface Reloading {
  /** The newest app that could be opened. */
  readonly app: App
  /** Called after each exchange. */
  onReloaded(then: () => void): void
  close(): Promise<void>
}

/**
 * Opens the deployment anew whenever its config file or a module that it has by a path changes. What cannot be
 * opened is logged, and the last good one goes on serving.
 */
export async function reloading(
  values: Values,
  config: Config,
  logger: Logger,
): Promise<Reloading> {
  const { app, exchange } = exchangeable(await openDeployment(config, logger))
  const listeners: (() => void)[] = []
  const watcher = watch(watchedPaths(values), {
    ignoreInitial: true,
    ignored: (path) => isForeign(path, config),
  })
  let now = config
  let quiet: NodeJS.Timeout | undefined
  let work = Promise.resolve()

  async function reload(): Promise<void> {
    try {
      // First of all: a module that is new and broken is read anew when it is mended.
      watcher.add(watchedPaths(values))
      forgetImports()
      const next = await readConfig(values)
      const old = exchange(await openDeployment(next, logger))
      logger.info({ changes: changesBetween(now, next) }, 'reloaded')
      if (JSON.stringify(now.server) !== JSON.stringify(next.server))
        logger.warn('the server settings have changed; they count from the next start')
      now = next
      for (const listener of listeners) listener()
      for (const unfinished of await old.close()) logger.error(unfinished, 'unfinished')
    } catch (error) {
      const problems = error instanceof Problems ? error.list : [String(error)]
      logger.error({ problems }, 'not reloaded; the last good catalogue goes on serving')
    }
  }

  watcher.on('all', () => {
    clearTimeout(quiet)
    // One after the other: two at once could end in the wrong order.
    quiet = setTimeout(() => {
      work = work.then(reload)
    }, QUIET_MS)
  })
  await new Promise<void>((ready) => watcher.once('ready', ready))
  return {
    app,
    onReloaded: (then) => void listeners.push(then),
    async close() {
      clearTimeout(quiet)
      await watcher.close()
      await work
    },
  }
}

/** The config file, and the folder of each module that it has by a path. */
function watchedPaths(values: Values): string[] {
  const file = configFile(values)
  const folder = dirname(resolve(file))
  const folders = usesOf(file, [])
    .filter(isPath)
    .map((use) => dirname(resolve(folder, use)))
  return [resolve(file), ...folders]
}

/** Databases change with every call, and dependencies are not read anew. */
function isForeign(path: string, { server }: Config): boolean {
  return (
    path.startsWith(join(server.dataDir, sep)) ||
    path === server.dataDir ||
    /[\\/](node_modules|\.[^\\/.][^\\/]*)([\\/]|$)/.test(path)
  )
}

function changesBetween(old: Config, now: Config): readonly string[] {
  const catalogue = (config: Config) => catalogueOf(declaredModules(config))
  return diffCatalogues(catalogue(old), catalogue(now)).map(
    ({ tool, sentence }) => `${tool}: ${sentence}`,
  )
}
