import * as z from 'zod'

import { defineModule, toolsFor, type Module, type Tool } from '../../src/index.ts'

export const tool = toolsFor<null>()

/** A tool against which no rule has anything: each bad module spoils one thing of it. */
export const GOOD = {
  name: 'find_book',
  title: 'Find a book',
  does: 'Find a book by its title and say on which shelf it stands.',
  useWhen: 'a reader names a book and asks whether the library has it',
  avoidWhen: 'the reader does not know the title, or asks for the opening hours',
  returns: 'title, author and shelf of the book, ready to say aloud',
  tier: 'read',
  scopes: [],
  examples: [{ title: 'Dune' }],
  input: z.strictObject({
    title: z.string().min(1).max(100).describe('Title of the book, for example Dune.'),
  }),
  handler: () => ({ found: true }),
  concise: () => 'Dune by Frank Herbert is on shelf twelve.',
} as const

/** The good tool with one more parameter, an optional one. */
export function withParameter(name: string, schema: z.ZodType): Tool<null> {
  const input = GOOD.input.extend({ [name]: schema.optional() })
  return tool({ ...GOOD, input })
}

/** A module of these tools that opens nothing. */
export function moduleOf(id: string, ...tools: readonly Tool<null>[]): Module {
  return defineModule({
    id,
    title: id,
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => null,
    tools,
  })
}
