import { join } from 'node:path'

import { openDatabase, type ModuleHost } from '../../src/index.ts'
import { createAllowList } from './allow-list.ts'
import type { MessagesConfig } from './config.ts'
import { createOutbox } from './outbox.ts'
import { SCHEMA } from './schema.ts'
import type { Services } from './tool.ts'

/** Opens the outbox. Throws where no mail can be sent. */
export function openServices({ allow, keepDays }: MessagesConfig, host: ModuleHost): Services {
  const { mailer, clock, randomInt, speech: say, dataDir } = host
  if (!mailer)
    throw new Error(
      'The messages module sends e-mail, and no mail server is configured. Set server.mail, with its host, port and from, or leave the module out.',
    )
  const database = openDatabase(join(dataDir, 'messages.db'), SCHEMA)
  const now = (): number => clock.now()
  const outbox = createOutbox({ database, now, randomInt, keepDays })
  return Object.freeze<Services>({ outbox, allowList: createAllowList(allow), mailer, say, now })
}
