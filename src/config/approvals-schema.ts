import * as z from 'zod'

import { pattern } from './words.ts'

const onApproval = z.enum(['wait', 'execute'])
const operators = z.int().min(1).max(5)

const forTools = z.strictObject({
  onApproval: onApproval.optional().describe('As above, for these tools.'),
  operators: operators.optional().describe('Likewise.'),
})

/** The `approvals` part: how tickets live, and what happens to approved ones. */
export const approvalsSchema = z.strictObject({
  approveWithinMinutes: z
    .number()
    .min(1)
    .max(7 * 24 * 60)
    .default(15)
    .describe('How long a ticket can be decided on; then it is over, and nothing was done.'),
  executeWithinMinutes: z
    .number()
    .min(1)
    .max(24 * 60)
    .default(15)
    .describe('How long an approval counts.'),
  pendingPerClient: z
    .int()
    .min(1)
    .max(1_000)
    .default(5)
    .describe('How many tickets of one client may be pending at once.'),
  quietMinutes: z
    .number()
    .min(0)
    .max(24 * 60)
    .default(10)
    .describe(
      'How long, after an operator said no, its conversation cannot ask for the tool again, nor its client for the same in any other.',
    ),
  operators: operators.default(1).describe('How many different operators have to approve.'),
  onApproval: onApproval
    .default('wait')
    .describe(
      'wait: the client sends the call again. execute: it runs by itself at once, and its outcome waits.',
    ),
  tools: z
    .record(pattern, forTools)
    .default({})
    .describe('By tool or pattern, what is different for it. The last entry that matches counts.'),
})
