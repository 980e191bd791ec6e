import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { wordsOfName } from '../words.ts'

/** Names behind which a format is expected that a type cannot express. */
const FORMATTED: ReadonlySet<string> = new Set(
  'date time datetime day month phone email mail url uri link currency country locale language zone timezone postcode zip iban code'.split(
    ' ',
  ),
)

export const describeFormatInProse: ToolRule = {
  id: 'describe-format-in-prose',
  on: 'tool',
  level: 'error',
  title: 'A text with a format says the format, by an example.',
  why: 'For dates, phone numbers, codes and patterns, prose is the only signal that every model sees. One example prevents most invalid arguments.',
  bad: {
    tool: {
      parameters: {
        due_date: { type: 'string', maxLength: 10, description: 'Date on which it is due.' },
      },
    },
  },
  good: {
    tool: {
      parameters: {
        due_date: {
          type: 'string',
          maxLength: 10,
          description: 'Date on which it is due as YYYY-MM-DD, for example 2026-03-13.',
        },
      },
    },
  },
  check(tool) {
    return parametersOf(tool)
      .filter((parameter) => isFormatted(parameter) && !hasExample(parameter))
      .map(
        ({ path }) =>
          `The description of "${path}" gives no example of its format; add "for example …".`,
      )
  },
}

function isFormatted(parameter: Parameter): boolean {
  const { name, schema } = parameter
  if (
    !hasType(parameter, 'string') ||
    schema['enum'] !== undefined ||
    schema['const'] !== undefined
  )
    return false
  return (
    schema['pattern'] !== undefined ||
    schema['format'] !== undefined ||
    wordsOfName(name).some((word) => FORMATTED.has(word))
  )
}

function hasExample({ description }: Parameter): boolean {
  return /\bfor example\b|\be\.g\.|\bsuch as\b|\blike\b/i.test(description)
}
