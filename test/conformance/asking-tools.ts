import * as z from 'zod'

import { refuse, toolsFor, type Form } from '../../src/index.ts'
import type { FixtureServices } from './fixture-services.ts'
import { words } from './fixture-words.ts'

const tool = toolsFor<FixtureServices>()
const none = z.strictObject({})

interface Asks {
  readonly question: string
  readonly form: Form
  /** The question's name, where the suite looks for it. */
  readonly as?: string
}

/** A tool that asks one thing after the other, and then says what was answered. */
function asking(name: string, asks: readonly Asks[]) {
  return tool({
    ...words(name),
    input: none,
    handler: async (_input, _services, context) => {
      const told: unknown[] = []
      for (const { question, form, as } of asks) {
        const asked = await context.ask(question, form, as)
        if (asked.kind === 'unavailable') return refuse('conflict', 'Your client cannot ask you.')
        told.push(asked)
      }
      return { told }
    },
    concise: ({ told }) => `Asked, and told: ${JSON.stringify(told)}`,
  })
}

const OK: Form = { ok: { type: 'switch' } }
const NAME: Form = { name: { type: 'text' } }
const PERSON: Form = { username: { type: 'text' }, email: { type: 'text', format: 'email' } }

const DEFAULTS: Form = {
  name: { type: 'text', default: 'John Doe' },
  age: { type: 'number', whole: true, default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'choice', options: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'switch', default: true },
}

const CHOICES: Form = {
  untitledSingle: { type: 'choice', options: ['option1', 'option2', 'option3'] },
  titledSingle: {
    type: 'choice',
    options: [
      { value: 'value1', title: 'First Option' },
      { value: 'value2', title: 'Second Option' },
    ],
  },
  legacyEnum: {
    type: 'choice',
    titlesAs: 'enumNames',
    options: [
      { value: 'opt1', title: 'Option One' },
      { value: 'opt2', title: 'Option Two' },
    ],
  },
  untitledMulti: { type: 'choices', options: ['option1', 'option2', 'option3'] },
  titledMulti: {
    type: 'choices',
    options: [
      { value: 'value1', title: 'First Choice' },
      { value: 'value2', title: 'Second Choice' },
    ],
  },
}

const elicitation = tool({
  ...words('elicitation'),
  input: z.strictObject({ message: z.string().describe('What to ask') }),
  examples: [{ message: 'Who are you?' }],
  handler: async ({ message }, _services, context) => context.ask(message, PERSON),
  concise: (asked) => `User response: ${JSON.stringify(asked)}`,
})

/** What asks the person behind the client. */
export const ASKING_TOOLS = [
  elicitation,
  asking('elicitation_sep1034_defaults', [{ question: 'Is this right?', form: DEFAULTS }]),
  asking('elicitation_sep1330_enums', [{ question: 'Which?', form: CHOICES }]),
  asking('input_required_result_elicitation', [
    { question: 'What is your name?', form: NAME, as: 'user_name' },
  ]),
  asking('input_required_result_request_state', [
    { question: 'Please confirm', form: OK, as: 'confirm' },
  ]),
  asking('input_required_result_multi_round', [
    { question: 'Step 1: What is your name?', form: NAME, as: 'step1' },
    {
      question: 'Step 2: What is your favorite color?',
      form: { color: { type: 'text' } },
      as: 'step2',
    },
  ]),
  asking('input_required_result_tampered_state', [{ question: 'Please confirm', form: OK }]),
  asking('input_required_result_capabilities', [{ question: 'Who are you?', form: NAME }]),
  asking('streaming_elicitation', [{ question: 'Who are you?', form: NAME }]),
]
