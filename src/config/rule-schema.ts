import * as z from 'zod'

import { name, patterns } from './words.ts'

/** What a rule may ask for. */
const RULE_GATES = ['spoken', 'delivered', 'approval'] as const

const REFUSED: Readonly<Record<string, string>> = {
  auto: "a rule can only ask for more than the tool's tier does, never less. Write spoken, delivered or approval.",
}

export const ruleGate = z.enum(RULE_GATES, {
  error: ({ input }) => (typeof input === 'string' ? REFUSED[input] : undefined),
})

export const ruleWhen = z.string().min(1).max(2_000)

/** One entry of `rules`: which calls have to meet more than their tool asks for. */
export const ruleSchema = z.strictObject({
  tools: patterns
    .min(1)
    .describe('The tools it is about: names, or patterns with *. Each has to ask for less so far.'),
  clients: z
    .array(name)
    .min(1)
    .optional()
    .describe('The clients it is about. Without it, all of them.'),
  when: ruleWhen
    .optional()
    .describe(
      'A condition in CEL on arguments, resolved and now, such as arguments.amount > 50. Without it, every call.',
    ),
  gate: ruleGate.describe(
    'What such a call has to meet: spoken (a yes to what is read back), delivered (a code that the person receives) or approval (an operator decides).',
  ),
})
