import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { Problems } from '../kernel/catalog.ts'
import { serveOverHttp, type HttpServer } from '../mcp/http/serve.ts'
import { serveOverStdio } from '../mcp/stdio.ts'
import { createLogger, type Logger } from '../observe/logger.ts'
import { banner } from './banner.ts'
import { DEPLOYMENT_EXPLAINS, DEPLOYMENT_OPTIONS, textOf, type Command, type Values } from './command.ts'
import { openDeployment, readConfig } from './deployment.ts'
import { stopRequested } from './stop.ts'

/** Serves the deployment until it is told to stop. */
export const serve: Command = {
  name: 'serve',
  summary: 'serve the deployment over HTTP, or one client over stdio',
  usage: 'serve [--port 8080] | serve --stdio --client NAME [--toolset NAME]',
  options: {
    ...DEPLOYMENT_OPTIONS,
    host: { type: 'string' },
    port: { type: 'string' },
    stdio: { type: 'boolean', default: false },
    client: { type: 'string' },
    toolset: { type: 'string' },
    'log-level': { type: 'string', default: 'info' },
  },
  explains: {
    ...DEPLOYMENT_EXPLAINS,
    host: 'listen here instead of where the config says',
    port: 'listen here instead of where the config says; 0 lets the system choose',
    stdio: 'serve one client over stdin and stdout',
    client: 'which client that is (with --stdio)',
    toolset: 'offer only this toolset of what the client has (with --stdio)',
    'log-level': 'debug, info, warn, error or silent (default info); logs go to stderr',
  },
  async run(values) {
    const logger = createLogger(textOf(values, 'log-level') ?? 'info')
    const config = readConfig(values)
    return values['stdio'] ? serveStdio(config, values, logger) : serveHttp(config, logger)
  },
}

async function serveStdio(config: Config, values: Values, logger: Logger): Promise<number> {
  const client = textOf(values, 'client')
  const toolset = textOf(values, 'toolset')
  requireNames(config, client, toolset)
  const app = await openDeployment(config, logger)
  const narrowing = toolset === undefined ? {} : { toolset }
  const server = serveOverStdio(app, client ?? '', narrowing, (error) => logger.warn({ err: error }, 'protocol'))
  const reason = await stopRequested(process.stdin)
  await finish(app, logger, reason)
  await server.close()
  return 0
}

/** A client that does not exist would be served nothing at all, silently. */
function requireNames(config: Config, client: string | undefined, toolset: string | undefined): void {
  const names = config.clients.map(({ name }) => name)
  if (client === undefined || !names.includes(client))
    throw new Problems([
      `--stdio serves one client; say which with --client. The clients are: ${names.join(', ')}.`,
    ])
  if (toolset !== undefined && !config.toolsets.has(toolset))
    throw new Problems([`There is no toolset "${toolset}". The toolsets are: ${[...config.toolsets.keys()].join(', ')}.`])
}

async function serveHttp(config: Config, logger: Logger): Promise<number> {
  const app = await openDeployment(config, logger)
  const server = await listen(app, config, logger)
  process.stdout.write(await banner(app, config, server.url))
  logger.info({ url: server.url }, 'serving')
  const reason = await stopRequested()
  // Both at once: the answers of running calls still need their sockets.
  await Promise.all([finish(app, logger, reason), withinMs(1_500, server.close())])
  return 0
}

async function listen(app: App, config: Config, logger: Logger): Promise<HttpServer> {
  try {
    return await serveOverHttp(app, {
      ...config.server,
      isHealthy: async () => [...(await app.health()).values()].every(({ ok }) => ok),
      onTrouble: (error) => logger.warn({ err: error }, 'protocol'),
    })
  } catch (error) {
    await app.close()
    const { host, port } = config.server
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'EADDRINUSE' && code !== 'EADDRNOTAVAIL' && code !== 'EACCES') throw error
    throw new Problems([`Cannot listen on ${host}:${port} (${code}). Choose another with --host or --port.`])
  }
}

async function finish(app: App, logger: Logger, reason: string): Promise<void> {
  logger.info({ reason }, 'stopping')
  for (const unfinished of await app.close()) logger.error(unfinished, 'unfinished')
  logger.info('stopped')
}

async function withinMs(limitMs: number, work: Promise<void>): Promise<void> {
  const limit = Promise.withResolvers<void>()
  const timer = setTimeout(limit.resolve, limitMs)
  await Promise.race([work, limit.promise])
  clearTimeout(timer)
}
