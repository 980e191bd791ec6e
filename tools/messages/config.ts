import * as z from 'zod'

import { isPattern } from './allow-list.ts'

const pattern = z
  .string()
  .refine(
    isPattern,
    'A recipient is one address such as ada@example.com, or *@example.com for everybody there.',
  )

/** Who may write to whom. Nothing of this is a tool's parameter. */
export const messagesConfig = z.strictObject({
  allow: z
    .record(
      z.string().describe('The name of a client.'),
      z.array(pattern).describe('Addresses, or *@ and a domain. An empty list allows nobody.'),
    )
    .describe('Whom each client may write to. A client that is not named may write to nobody.'),
  keepDays: z
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .describe(
      'Days after which a message is deleted, unless it is in doubt whether it was sent. Default 30.',
    ),
})

export type MessagesConfig = z.output<typeof messagesConfig>
