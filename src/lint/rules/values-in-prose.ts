import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { Rule, ToolRule } from '../rule.ts'
import { quoted, says } from '../words.ts'

const choice = { type: 'string', enum: ['loan', 'reading_room'] } as const

const describeEnumInProse: ToolRule = {
  id: 'describe-enum-in-prose',
  on: 'tool',
  level: 'error',
  title: 'A parameter with fixed values names each of them in its description.',
  why: 'Models read the description more carefully than the schema, and some providers drop the schema keyword. What is not written out gets invented.',
  bad: { tool: { parameters: { use: { ...choice, description: 'What the book is for.' } } } },
  good: {
    tool: {
      parameters: {
        use: { ...choice, description: 'What the book is for: "loan" or "reading_room".' },
      },
    },
  },
  check(tool) {
    return parametersOf(tool).flatMap(missingValues)
  },
}

function missingValues({ path, schema, description }: Parameter): readonly string[] {
  const values = Array.isArray(schema['enum']) ? schema['enum'].map(String) : []
  const missing = values.filter((value) => !says(description, value))
  if (missing.length === 0) return []
  return [`The description of "${path}" does not name ${quoted(missing)}, which the schema allows.`]
}

const NUMBER_BOUNDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const
/** A list of at least none or one needs no word. */
const LIST_BOUNDS = ['maxItems'] as const

const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

const copies = { type: 'integer', minimum: 1, maximum: 5 } as const

const describeRangeInProse: ToolRule = {
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

const days = { type: 'integer', minimum: 1, maximum: 28, default: 14 } as const

const describeDefaultInProse: ToolRule = {
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

export const PROSE_RULES: readonly Rule[] = Object.freeze([
  describeEnumInProse,
  describeRangeInProse,
  describeDefaultInProse,
])
