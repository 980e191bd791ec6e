import { watch } from 'chokidar'
import { dirname, resolve } from 'node:path'

import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { catalogueOf } from '../diff/catalogue.ts'
import { diffCatalogues } from '../diff/diff-catalogues.ts'
import { exchangeable } from '../exchangeable.ts'
import { forgetImports, importedFiles } from '../import-module.ts'
import { Problems } from '../kernel/catalog.ts'
import type { Logger } from '../observe/logger.ts'
import type { Values } from './command.ts'
import { configFile, declaredModules, openDeployment, readConfig } from './deployment.ts'

/** An editor writes several files at once, or one file in several steps. */
const QUIET_MS = 150

/** A module that takes longer than this to load and to open is one that hangs. */
const OPEN_MS = 15_000

export interface Reloading {
  /** The newest app that could be opened. */
  readonly app: App
  /** Called after each exchange. */
  onReloaded(then: () => void): void
  close(): Promise<void>
}

interface Opened {
  readonly config: Config
  readonly app: App
}

/**
 * Opens the deployment anew whenever its config file or a file of a module that it has by a path changes. What cannot
 * be opened is logged, and the last good one goes on serving.
 */
export async function reloading(
  values: Values,
  config: Config,
  logger: Logger,
): Promise<Reloading> {
  const { app, exchange } = exchangeable(await openDeployment(config, logger, true))
  const listeners: (() => void)[] = []
  const file = resolve(configFile(values))
  const { watcher, watchNewFolders } = watchFolders(file, logger)
  let now = config
  let hasFailed = false
  let isClosed = false
  let quiet: NodeJS.Timeout | undefined
  let work = Promise.resolve()

  async function reload(): Promise<void> {
    if (isClosed) return
    try {
      forgetImports()
      const next = await inTime(openAnew(values, now, logger))
      await take(next)
      hasFailed = false
    } catch (error) {
      hasFailed = true
      const problems = error instanceof Problems ? error.list : [String(error)]
      logger.error({ problems }, 'not reloaded; the last good catalogue goes on serving')
    }
    watchNewFolders()
  }

  async function take(next: Opened): Promise<void> {
    if (isClosed) return void (await next.app.close())
    const changes = changesBetween(now, next.config)
    now = next.config
    // Not waited for: calls that still run in the old one must not hold up the next reload.
    void retire(exchange(next.app), logger)
    logger.info({ changes }, 'reloaded')
    for (const listener of listeners) listener()
  }

  // A file that is missing, or one that was never read, may be what mends a failure.
  const isOfInterest = (path: string): boolean =>
    path === file || importedFiles().has(path) || (hasFailed && /\.[cm]?[jt]s$/.test(path))

  watcher.on('all', (_event, path) => {
    if (!isOfInterest(resolve(path))) return
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
      isClosed = true
      clearTimeout(quiet)
      await watcher.close()
    },
  }
}

/** Folders and not files: an editor that replaces a file would make a watched file go deaf. */
function watchFolders(file: string, logger: Logger) {
  const watched = new Set(foldersOf(file))
  const watcher = watch([...watched], {
    depth: 0,
    ignoreInitial: true,
    ignorePermissionErrors: true,
  })
  watcher.on('error', (error) => logger.warn({ err: error }, 'not watched'))
  return {
    watcher,
    // What happens in a folder while it is added a second time would be taken for its first state, and not be told.
    watchNewFolders(): void {
      const fresh = foldersOf(file).filter((folder) => !watched.has(folder))
      for (const folder of fresh) watched.add(folder)
      if (fresh.length > 0) watcher.add(fresh)
    },
  }
}

/** The server's own settings count from the next start: the socket and the databases are those of this one. */
async function openAnew(values: Values, now: Config, logger: Logger): Promise<Opened> {
  const read = await readConfig(values)
  if (JSON.stringify(read.server) !== JSON.stringify(now.server))
    logger.warn('the server settings have changed; they count from the next start')
  const config = { ...read, server: now.server }
  return { config, app: await openDeployment(config, logger, true) }
}

async function inTime(opening: Promise<Opened>): Promise<Opened> {
  const late = Promise.withResolvers<'late'>()
  const timer = setTimeout(late.resolve, OPEN_MS, 'late')
  const first = await Promise.race([opening, late.promise]).finally(() => clearTimeout(timer))
  if (first !== 'late') return first
  // Should it come after all, nobody waits for it any more.
  void closeLate(opening)
  throw new Problems([`The modules did not open within ${OPEN_MS / 1000} seconds.`])
}

async function closeLate(opening: Promise<Opened>): Promise<void> {
  const [late] = await Promise.allSettled([opening])
  if (late.status === 'fulfilled') await late.value.app.close()
}

async function retire(old: Promise<App>, logger: Logger): Promise<void> {
  try {
    const app = await old
    for (const unfinished of await app.close()) logger.error(unfinished, 'unfinished')
  } catch (error) {
    logger.error({ err: error }, 'not closed')
  }
}

/** Of the config, and of every file that its modules were made of. */
function foldersOf(file: string): string[] {
  return [...new Set([file, ...importedFiles()].map((each) => dirname(each)))]
}

function changesBetween(old: Config, now: Config): readonly string[] {
  const catalogue = (config: Config) => catalogueOf(declaredModules(config))
  return diffCatalogues(catalogue(old), catalogue(now)).map(
    ({ tool, sentence }) => `${tool}: ${sentence}`,
  )
}
