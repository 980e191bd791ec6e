import * as z from 'zod'

import { tool } from './tool.ts'

export const verbNoun = tool({
  name: 'verb_noun', // the module's id makes it name_space_verb_noun
  title: 'Verb noun',
  does: '', // a full sentence: what it does, in words that fit no other tool
  useWhen: '', // completes "Call this when …"
  avoidWhen: '', // completes "Do not call this when …", and names the tool to use instead
  returns: '', // completes "Returns …"
  examples: [{}], // valid inputs, such as { street: 'Main Street' }
  tier: 'read', // or write
  scopes: ['name_space:verb_noun'], // a client sees the tool once it holds this
  input: z.strictObject({}), // such as street: z.string().max(80).describe('Name of the street, for example Main Street')
  handler: () => ({ answer: 'Nothing yet' }), // a value, or refuse('not_found', 'What to do next.')
  concise: ({ answer }) => `${answer}.`, // what a voice says
})
