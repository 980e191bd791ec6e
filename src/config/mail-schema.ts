import * as z from 'zod'

import { secretSchema } from './secret-schema.ts'
import { isFlawless } from './words.ts'

/** A line break would begin a header of its own. */
const oneLine = z.string().regex(/^[^\r\n]+$/, 'must be one line.')

const from = z
  .string()
  .regex(
    /^([^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
    'must be an address such as desk@example.com or "Harbor Table <desk@example.com>".',
  )

const password = secretSchema({
  noun: 'password',
  env: 'The environment variable that holds it, for example MAIL_PASSWORD.',
  file: 'The file that holds it and nothing else, for example /run/secrets/mail.',
})

/** The `server.mail` part: the server that takes e-mail. */
export const mailSchema = z
  .strictObject({
    host: oneLine.describe('The host name of the mail server, for example smtp.example.com.'),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(587)
      .describe('Its port: mostly 587, or 465 where tls is true.'),
    tls: z
      .boolean()
      .default(false)
      .describe(
        'TLS from the first byte. Without it the connection is upgraded where the server offers that.',
      ),
    from: from.describe('The sender, such as "Harbor Table <desk@example.com>".'),
    user: oneLine.optional().describe('The name to log in with, if the server asks for one.'),
    password: password.optional().describe('Where the password for that name is.'),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: 'user and password belong together; write both or neither.',
    when: isFlawless,
  })
