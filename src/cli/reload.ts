import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { catalogueOf } from '../diff/catalogue.ts'
import { diffCatalogues } from '../diff/diff-catalogues.ts'
import type { Exchangeable } from '../exchangeable.ts'
import { forgetImports } from '../import-module.ts'
import { Problems } from '../kernel/catalog.ts'
import type { Logger } from '../observe/logger.ts'
import { changeEntry } from '../open-records.ts'
import { systemClock } from '../system-clock.ts'
import type { Values } from './command.ts'
import { declaredModules, openDeployment, readConfig } from './deployment.ts'
import { withJournal } from './with-journal.ts'

/** A module that takes longer than this to load and to open is one that hangs. */
const OPEN_MS = 15_000

export interface ReloadParts {
  readonly values: Values
  /** What is served now. */
  readonly config: Config
  readonly logger: Logger
  readonly exchange: Exchangeable['exchange']
  readonly onReloaded: () => void
}

export interface Reloader {
  /**
   * Opens the deployment anew and puts it in the place of the old one, or says why that cannot be and changes nothing.
   * One after the other: two at once could end in the wrong order. Resolves to whether the new one is served.
   */
  reload(): Promise<boolean>
  /** From now on nothing is opened any more. */
  close(): void
}

interface Opened {
  readonly config: Config
  readonly app: App
}

export function reloader({ values, config, logger, exchange, onReloaded }: ReloadParts): Reloader {
  let now = config
  let isClosed = false
  let work = Promise.resolve(true)

  async function reload(): Promise<boolean> {
    if (isClosed) return false
    try {
      forgetImports()
      await take(await inTime(openAnew(values, now, logger)))
      return true
    } catch (error) {
      const problems = error instanceof Problems ? error.list : [String(error)]
      logger.error({ problems }, 'not reloaded; the last good catalogue goes on serving')
      await noteRefused(now, problems.length, logger)
      return false
    }
  }

  async function take(next: Opened): Promise<void> {
    if (isClosed) return void (await next.app.close())
    const changes = changesBetween(now, next.config)
    try {
      await noteReload(now, 'done', sayCount(changes.length, 'change', 'of tools'))
    } catch (error) {
      // What cannot be put on record does not happen.
      await next.app.close()
      throw error
    }
    now = next.config
    // Not waited for: calls that still run in the old one must not hold up the next reload.
    void retire(exchange(next.app), logger)
    logger.info({ changes }, 'reloaded')
    onReloaded()
  }

  return {
    reload() {
      work = work.then(reload)
      return work
    },
    close() {
      isClosed = true
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

function noteReload(config: Config, to: 'done' | 'refused', note: string): Promise<void> {
  const change = changeEntry(systemClock.now(), { what: 'reload', to, note })
  return withJournal(config, ({ journal }) => journal.append([change]))
}

/** Without the problems themselves: a module's own words stand among them, and nobody knows what is in those. */
async function noteRefused(config: Config, problems: number, logger: Logger): Promise<void> {
  try {
    await noteReload(config, 'refused', `${sayCount(problems, 'problem')}, told in the log`)
  } catch (error) {
    logger.error({ err: error }, 'not on record')
  }
}

function sayCount(count: number, noun: string, ...more: readonly string[]): string {
  return [count === 0 ? 'no' : count, count === 1 ? noun : `${noun}s`, ...more].join(' ')
}

function changesBetween(old: Config, now: Config): readonly string[] {
  const catalogue = (config: Config) => catalogueOf(declaredModules(config))
  return diffCatalogues(catalogue(old), catalogue(now)).map(
    ({ tool, sentence }) => `${tool}: ${sentence}`,
  )
}
