import { parametersOf, type Parameter } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { says } from '../words.ts'

const days = { type: 'integer', minimum: 1, maximum: 28, default: 14 } as const

export const describeDefaultInProse: ToolRule = {
  id: 'describe-default-in-prose',
  on: 'tool',
  level: 'error',
  title: 'A default stands in the description.',
  why: 'Several providers drop the keyword. A model that does not know what happens when it leaves a parameter out asks the caller, or guesses.',
  bad: {
    tool: { parameters: { days: { ...days, description: 'Days to lend it for, 1 to 28.' } } },
  },
  good: {
    tool: {
      parameters: { days: { ...days, description: 'Days to lend it for, 1 to 28. Default 14.' } },
    },
  },
  check(tool) {
    return parametersOf(tool)
      .filter((parameter) => 'default' in parameter.schema && !saysDefault(parameter))
      .map(
        ({ path, schema }) =>
          `The description of "${path}" does not say its default, ${JSON.stringify(schema['default'])}.`,
      )
  },
}

function saysDefault({ schema, description }: Parameter): boolean {
  const preset = schema['default']
  if (preset === '' || typeof preset === 'object')
    return /\bdefault\b|\bleave out\b|\bnone\b/i.test(description)
  return says(description, typeof preset === 'string' ? preset : JSON.stringify(preset))
}
