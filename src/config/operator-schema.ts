import * as z from 'zod'

import { patterns, tier } from './words.ts'

const person = z.string().min(1).max(200)

/** One entry of `operators`: who may decide on tickets, and on which. */
export const operatorSchema = z.strictObject({
  title: z.string().min(1).optional().describe('What people call this operator.'),
  person: person
    .optional()
    .describe(
      'Who it is, as in user.id and owner of clients: nobody decides on what they have asked for. Default: the name.',
    ),
  owner: person
    .optional()
    .describe('The person behind it, where it is a service and no person itself.'),
  tools: patterns
    .min(1)
    .describe('The tools on whose calls it may decide: names, or patterns with *.'),
  clients: patterns
    .min(1)
    .default(['*'])
    .describe('The clients on whose calls it may decide: names, or patterns with *.'),
  highestTier: tier
    .default('irreversible')
    .describe('The most harm a call may do that it decides on: write, irreversible or privileged.'),
})
