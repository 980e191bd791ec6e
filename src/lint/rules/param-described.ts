import { parametersOf, type Parameter } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { isFiller, singular, wordsOf, wordsOfName } from '../words.ts'

export const paramDescribed: ToolRule = {
  id: 'param-described',
  on: 'tool',
  level: 'error',
  title: 'Every parameter has a description that says more than its name.',
  why: 'The model fills in arguments from descriptions. Where there is none it guesses from the name, and the caller hears the refusal.',
  bad: {
    tool: { parameters: { branch: { type: 'string', maxLength: 40, description: 'The branch.' } } },
  },
  good: {
    tool: {
      parameters: {
        branch: {
          type: 'string',
          maxLength: 40,
          description: 'Branch to look in, for example Main Street.',
        },
      },
    },
  },
  check(tool) {
    return parametersOf(tool)
      .filter((parameter) => !parameter.isItem)
      .flatMap(undescribed)
  },
}

function undescribed({ path, name, description }: Parameter): readonly string[] {
  if (description.trim() === '') return [`"${path}" has no description.`]
  const named = new Set(wordsOfName(name).map(singular))
  const adds = wordsOf(description).some((word) => !isFiller(word) && !named.has(singular(word)))
  return adds ? [] : [`The description of "${path}" only repeats its name.`]
}
