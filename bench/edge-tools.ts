import * as z from 'zod'

/** What every server of the bench is called with, and what comes back. */
export const TEXT = 'hello world'

export const ECHO_NAME = 'edge_echo'

export const ECHO = z.strictObject({ text: z.string().max(1_000).describe('What to say') })

/** Tool number `at` of those that make a list long; nobody calls them. */
export function sourceTool(at: number) {
  return {
    name: `source${at}`,
    title: `Source ${at}`,
    description: `Search the records of source ${at}`,
    input: z.strictObject({
      query: z
        .string()
        .min(1)
        .max(200)
        .describe(`Words for source ${at}; they match titles and bodies`),
      limit: z.int().min(1).max(50).optional().describe('How many rows to return at most'),
      cursor: z.string().max(100).optional().describe('Where the page before ended'),
      detail: z.enum(['concise', 'detailed']).optional().describe('How much of each row'),
    }),
  }
}
