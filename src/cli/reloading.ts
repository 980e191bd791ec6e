import { isatty } from 'node:tty'

import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { exchangeable } from '../exchangeable.ts'
import type { Logger } from '../observe/logger.ts'
import type { Values } from './command.ts'
import { configFile, openDeployment } from './deployment.ts'
import type { Reloader } from './reload.ts'

export interface Reloading {
  /** The newest app that could be opened. */
  readonly app: App
  /** Called after each exchange. */
  onReloaded(then: () => void): void
  close(): Promise<void>
}

/** What asks for a reload: SIGHUP, changed files, or neither. */
export interface Triggers {
  readonly hangup: boolean
  readonly files: boolean
}

/** The deployment, opened, and opened anew whenever it is asked for. What reloads is read only when it is. */
export async function reloading(
  values: Values,
  config: Config,
  logger: Logger,
  { hangup, files }: Triggers,
): Promise<Reloading> {
  const { app, exchange } = exchangeable(await openDeployment(config, logger, true))
  const listeners: (() => void)[] = []
  const onReloaded = (): void => {
    for (const listener of listeners) listener()
  }
  let reloader: Promise<Reloader> | undefined
  let isClosed = false
  const reload = async (): Promise<boolean> => {
    if (isClosed) return false
    reloader ??= import('./reload.ts').then((made) =>
      made.reloader({ values, config, logger, exchange, onReloaded }),
    )
    return (await reloader).reload()
  }
  const watcher = files
    ? await (await import('./watch.ts')).watchFiles(configFile(values), logger, reload)
    : undefined
  const hear = (): void => void reload()
  if (hangup && !hasTerminal()) process.on('SIGHUP', hear)
  return {
    app,
    onReloaded: (then) => void listeners.push(then),
    async close() {
      // SIGHUP is still heard, and nothing comes of it: unheard it would end the process in the middle of its writes.
      isClosed = true
      const made = await reloader
      made?.close()
      await watcher?.close()
    },
  }
}

/** There SIGHUP says that the terminal is gone, and with it goes what was started in it. */
function hasTerminal(): boolean {
  return isatty(0)
}
