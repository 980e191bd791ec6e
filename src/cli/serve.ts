import type { App } from '../app.ts'
import type { AdminConfig, Config } from '../config/config.ts'
import { Problems } from '../kernel/catalog.ts'
import type { HttpServer } from '../mcp/http/serve.ts'
import { withoutSecrets, type Logger } from '../observe/logger.ts'
import { chosenToolset, clientNamed, sayClients } from './choose-client.ts'
import { CONFIG_OPTION, textOf, type Command, type Values } from './command.ts'
import { configFile, readConfig, secretsIn } from './deployment.ts'
import { systemClock } from '../system-clock.ts'
import { loggerFrom, logLevelOption } from './log-level.ts'
import { stopRequested, type Stop } from './stop.ts'
import { reloading } from './reloading.ts'
import type { ServeOperators } from './serve-operators.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** How long a stopped stdio server waits for its last answers to be written. */
const FLUSH_MS = 200

/** Serves the deployment until it is told to stop. */
export const serve: Command = {
  name: 'serve',
  summary: 'serve the deployment over HTTP, or one client over stdio',
  usage: [
    'serve [--host HOST] [--port PORT] [--watch]',
    'serve --stdio --client NAME [--toolset NAME] [--watch]',
  ],
  details: [
    'Over HTTP, every client of the deployment is served at /mcp, and at /TOOLSET/mcp with only the',
    'tools of that set. Over stdio the process serves one client, and its connection is one',
    'conversation. SIGTERM and SIGINT stop it after the writes at work; over stdio the end of input',
    'does, too. SIGHUP has the config and the modules that it has by a path read anew (over HTTP,',
    'where the server has no terminal); with --watch that happens when they change. What cannot be',
    'loaded is logged, and the last good catalogue goes on.',
  ],
  options: {
    config: CONFIG_OPTION,
    host: { value: 'HOST', about: 'listen here instead of where the config says' },
    port: { value: 'PORT', about: 'likewise; 0 lets the system choose' },
    'data-dir': { value: 'DIR', about: 'keep the databases here instead of where the config says' },
    stdio: { about: 'serve one client over stdin and stdout' },
    client: { value: 'NAME', about: 'which client that is (with --stdio)' },
    toolset: { value: 'NAME', about: 'offer only these of its tools (with --stdio)' },
    watch: { about: 'open the deployment anew when its config or a module changes' },
    'log-level': logLevelOption('info'),
  },
  examples: ['serve', 'serve --port 9000 --log-level debug', 'serve --stdio --client voice'],
  takesWords: false,
  async run({ values, terminal }) {
    const logger = loggerFrom(values)
    return values['stdio'] ? serveStdio(values, logger) : serveHttp(values, logger, terminal)
  },
}

async function serveStdio(values: Values, anyLogger: Logger): Promise<number> {
  const { claimStdout, serveOverStdio } = await import('../mcp/stdio.ts')
  // Before any module is imported, because it may print.
  const stdout = claimStdout()
  const config = await readConfig(values)
  const logger = withoutSecrets(anyLogger, secretsIn(config))
  const name = textOf(values, 'client')
  // Not even the only client is served without being named: stdio must never be a way around the clients.
  if (name === undefined)
    throw new UsageError(
      `--stdio serves one client; say which, with --client. ${sayClients(config)}`,
    )
  const client = clientNamed(name, config)
  const toolset = chosenToolset(values, config)
  const isLive = values['watch'] === true
  // SIGHUP is left alone: to a child it says that whoever started it is gone.
  const triggers = { hangup: false, files: isLive }
  const { app, onReloaded, close } = await reloading(values, config, logger, triggers)
  const narrowing = toolset === undefined ? {} : { toolset }
  const server = serveOverStdio(app, client.name, narrowing, {
    isLive,
    onTrouble: (error) => logger.warn({ err: error }, 'protocol'),
    stdout,
  })
  onReloaded(() => void server.listChanged())
  const stop = await Promise.race([stopRequested(process.stdin), server.givenUp.then(() => DEAF)])
  await close()
  await finish(app, logger, stop)
  // The work is done; its answers may still be on their way to stdout.
  await withinMs(FLUSH_MS, server.answered())
  await server.close()
  return codeOf(stop)
}

/** Whoever started this process sees it end, and can start another one. */
const DEAF: Stop = {
  reason: 'connection given up',
  error: new Error('What the client sent could not be read on; the log says why above.'),
}

async function serveHttp(values: Values, anyLogger: Logger, terminal: Terminal): Promise<number> {
  for (const name of ['client', 'toolset'])
    if (values[name] !== undefined)
      throw new UsageError(`--${name} goes with --stdio; over HTTP a client says so in its URL.`)
  const config = await readConfig(values)
  const logger = withoutSecrets(anyLogger, secretsIn(config))
  const triggers = { hangup: true, files: values['watch'] === true }
  const { app, onReloaded, close } = await reloading(values, config, logger, triggers)
  const server = await orClosed(app, listen(app, config, logger), config.server, '--host or --port')
  onReloaded(() => void server.listChanged())
  const { admin: at } = config.server
  const admin =
    at && (await orClosed(app, operatorsServed(app, config, at, logger), at, 'server.admin'))
  const { url } = server
  const adminUrl = admin?.url
  const { banner } = await import('./banner.ts')
  terminal.out.write(
    await banner(
      { tools: app.catalog.tools, config, url, adminUrl, file: configFile(values) },
      terminal,
    ),
  )
  logger.info({ url }, 'serving')
  const stop = await stopRequested()
  await close()
  // At once: the answers of running calls, and of decisions, still need their sockets.
  const listening = [server, ...(admin ? [admin] : [])].map((each) => each.close())
  await Promise.all([
    finish(app, logger, stop),
    ...listening.map((closing) => withinMs(1_500, closing)),
  ])
  return codeOf(stop)
}

async function listen(app: App, config: Config, logger: Logger): Promise<HttpServer> {
  const { serveOverHttp } = await import('../mcp/http/serve.ts')
  return serveOverHttp(app, {
    ...config.server,
    certificate: config.certificate(),
    clock: systemClock,
    isLive: true,
    isHealthy: async () => [...(await app.health()).values()].every(({ ok }) => ok),
    onRefused: ({ status, message }, remote) =>
      logger.warn({ status, reason: message, remote }, 'turned away'),
    onTrouble: (error) => logger.warn({ err: error }, 'protocol'),
  })
}

async function operatorsServed(...parts: Parameters<ServeOperators>): ReturnType<ServeOperators> {
  const { serveOperators } = await import('./serve-operators.ts')
  return serveOperators(...parts)
}

/** What has begun to listen; or closes the app, and says why it cannot. */
async function orClosed<T>(
  app: App,
  listening: Promise<T>,
  { host, port }: Pick<AdminConfig, 'host' | 'port'>,
  otherwise: string,
): Promise<T> {
  try {
    return await listening
  } catch (error) {
    await app.close()
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EADDRINUSE' && code !== 'EADDRNOTAVAIL' && code !== 'EACCES') throw error
    throw new Problems([
      `Cannot listen on ${host}:${port} (${code}). Choose another with ${otherwise}.`,
    ])
  }
}

async function finish(app: App, logger: Logger, { reason, error }: Stop): Promise<void> {
  if (error === undefined) logger.info({ reason }, 'stopping')
  else logger.error({ reason, err: error }, 'stopping')
  for (const unfinished of await app.close()) logger.error(unfinished, 'unfinished')
  logger.info('stopped')
}

function codeOf({ error }: Stop): number {
  return error === undefined ? 0 : 1
}

async function withinMs(limitMs: number, work: Promise<void>): Promise<void> {
  const limit = Promise.withResolvers<void>()
  const timer = setTimeout(limit.resolve, limitMs)
  await Promise.race([work, limit.promise])
  clearTimeout(timer)
}
