import { MODULES } from '../../tools/index.ts'
import { openApp, type App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import { callLogger, type Logger } from '../observe/logger.ts'
import { systemClock } from '../system-clock.ts'
import { textOf, type Values } from './command.ts'

/** Reads the config that the command line names. `--host` and `--port` are checked like the file's own. */
export function readConfig(values: Values): Config {
  const file = textOf(values, 'config') ?? 'config/toolcrib.yaml'
  const host = textOf(values, 'host')
  const port = textOf(values, 'port')
  return loadConfig(file, MODULES, process.env, {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
  })
}

export async function openDeployment(config: Config, logger: Logger): Promise<App> {
  return openApp({
    config,
    modules: MODULES,
    clock: systemClock,
    recordCall: callLogger(logger),
  })
}
