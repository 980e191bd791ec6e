import * as z from 'zod'

import { WEBHOOK_EVENTS } from '../kernel/webhook.ts'
import { secretSchema } from './secret-schema.ts'

const secret = secretSchema({
  noun: 'secret',
  env: 'The environment variable that holds it, for example WEBHOOK_SECRET.',
  file: 'The file that holds it and nothing else, for example /run/secrets/webhook.',
})

const url = z.string().refine(isTarget, 'must be an https address, or http on this machine.')

/** One entry of `webhooks`: who is told of what happens. Nothing is decided by it. */
export const webhookSchema = z.strictObject({
  url: url.describe('Where events are sent to, by POST. https, or http on this machine.'),
  secret: secret.describe('Where the secret is by which they are signed: 24 or more characters.'),
  events: z
    .array(z.enum(WEBHOOK_EVENTS))
    .min(1)
    .default(['ticket'])
    .describe(
      'ticket: a ticket and what becomes of it. write: a change. in_doubt: what an operator has to look into.',
    ),
})

/** In clear text only where nobody is between. */
function isTarget(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])
