import { serveAdmin, type AdminServer } from '../admin/serve.ts'
import type { App } from '../app.ts'
import type { AdminConfig, Config } from '../config/config.ts'
import type { Logger } from '../observe/logger.ts'
import { databaseFile } from '../store/places.ts'
import { openTicketEvents } from '../store/sqlite/ticket-events.ts'
import { systemClock } from '../system-clock.ts'
import { VERSION } from '../version.ts'

/** Listens for operators. Rejects when it cannot. */
export async function serveOperators(
  { desk, operatorFor }: Pick<App, 'desk' | 'operatorFor'>,
  { server: { dataDir }, certificate }: Config,
  at: AdminConfig,
  logger: Logger,
): Promise<AdminServer> {
  const server = await serveAdmin({
    ...at,
    certificate: certificate(),
    desk,
    operatorFor,
    events: openTicketEvents(databaseFile(dataDir)),
    clock: systemClock,
    version: VERSION,
    onRefused: ({ code, message }, remote) =>
      logger.warn({ code, reason: message, remote, at: 'admin' }, 'turned away'),
    onTrouble: (error) => logger.error({ err: error }, 'admin'),
  })
  logger.info({ url: server.url }, 'serving operators')
  return server
}

export type ServeOperators = typeof serveOperators
