import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { says } from '../words.ts'

const NUMBER_BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const
/** A list of at least none or one needs no word. */
const LIST_BOUNDS = ['maxItems'] as const

const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

const copies = { type: 'integer', minimum: 1, maximum: 5 } as const

export const describeRangeInProse: ToolRule = {
  id: 'describe-range-in-prose',
  on: 'tool',
  level: 'error',
  title: 'The range of a number, and the most items of a list, stand in the description.',
  why: 'A model does not weigh "maximum" while it fills in arguments, and not every provider shows it. A refused call costs a turn.',
  bad: { tool: { parameters: { copies: { ...copies, description: 'Number of copies wanted.' } } } },
  good: {
    tool: {
      parameters: { copies: { ...copies, description: 'Number of copies wanted, 1 to 5.' } },
    },
  },
  check(tool) {
    return parametersOf(tool).flatMap(missingBounds)
  },
}

function missingBounds(parameter: Parameter): readonly string[] {
  const { path, schema, description } = parameter
  const keywords = hasType(parameter, 'array') ? LIST_BOUNDS : NUMBER_BOUNDS
  const bounds = keywords
    .map((keyword) => schema[keyword])
    .filter((bound) => typeof bound === 'number')
  const missing = bounds.filter((bound) => !saysNumber(description, bound))
  if (missing.length === 0) return []
  return [
    `The description of "${path}" does not say its ${missing.length === 1 ? 'limit' : 'limits'} ${missing.join(' and ')}.`,
  ]
}

function saysNumber(text: string, number: number): boolean {
  const word = SMALL[number]
  return (
    says(text, String(number)) ||
    says(text, number.toLocaleString('en-US')) ||
    (word !== undefined && says(text, word))
  )
}
