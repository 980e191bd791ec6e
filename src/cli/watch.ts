import { watch } from 'chokidar'
import { dirname, resolve } from 'node:path'

import { importedFiles } from '../import-module.ts'
import type { Logger } from '../observe/logger.ts'

/** An editor writes several files at once, or one file in several steps. */
const QUIET_MS = 150

/**
 * Calls `reload` whenever the config file or a file of a module that it has by a path changes. Resolves once it watches.
 * @param reload resolves to whether the deployment could be opened
 */
export async function watchFiles(
  configFile: string,
  logger: Logger,
  reload: () => Promise<boolean>,
): Promise<{ close(): Promise<void> }> {
  const file = resolve(configFile)
  const { watcher, watchNewFolders } = watchFolders(file, logger)
  let hasFailed = false
  let quiet: NodeJS.Timeout | undefined

  async function begin(): Promise<void> {
    hasFailed = !(await reload())
    watchNewFolders()
  }

  // A file that is missing, or one that was never read, may be what mends a failure.
  const isOfInterest = (path: string): boolean =>
    path === file || importedFiles().has(path) || (hasFailed && /\.[cm]?[jt]s$/.test(path))

  watcher.on('all', (_event, path) => {
    if (!isOfInterest(resolve(path))) return
    clearTimeout(quiet)
    quiet = setTimeout(() => void begin(), QUIET_MS)
  })
  await new Promise<void>((ready) => watcher.once('ready', ready))
  return {
    async close() {
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

/** Of the config, and of every file that its modules were made of. */
function foldersOf(file: string): string[] {
  return [...new Set([file, ...importedFiles()].map((each) => dirname(each)))]
}
