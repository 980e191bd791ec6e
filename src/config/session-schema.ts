import * as z from 'zod'

/** The `sessions` part of the server: how many 2025-era clients may be connected, and for how long without a word. */
export const sessionSchema = z.strictObject({
  perClient: z
    .int()
    .min(0)
    .default(20)
    .describe(
      'Sessions that one client may have at a time, and a person whom its credential names a quarter of them. Beyond them it is served without one.',
    ),
  total: z.int().min(0).default(1_000).describe('Sessions that all clients together may have.'),
  idleMinutes: z
    .number()
    .positive()
    .max(24 * 60)
    .default(15)
    .describe('A session in which nothing happens for this long is over.'),
})

/** Whether a 2025-era client over HTTP gets a session. */
export const sessionUse = z.enum(['always', 'auto', 'never'])
