import { hasType, parametersOf } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { wordsOfName } from '../words.ts'

/** Names of quantities, whose number means nothing without its unit. */
const QUANTITIES: ReadonlySet<string> = new Set(
  'age amount budget cost delay depth discount distance duration fee height interval length limit period price quantity radius rate size speed stay sum temperature timeout total volume weight width'.split(
    ' ',
  ),
)

const UNITS =
  /\b(milliseconds?|ms|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|bytes?|[kmg]b|met(er|re)s?|kilomet(er|re)s?|centimet(er|re)s?|millimet(er|re)s?|[ckm]m|miles?|feet|inch(es)?|grams?|kilograms?|[km]?g|pounds?|ounces?|lit(er|re)s?|degrees?|celsius|fahrenheit|percent|cents?|pence|euros?|dollars?|eur|usd|gbp|chf|minor units?|pixels?|tokens?|words|characters|points?)\b|%|€|\$|£/i

/** "Number of guests" and "how many pages" name what is counted. */
const COUNTED = /\b(number|count|amount) of (the )?\p{L}+|\bhow many \p{L}+|\bat most \d+ \p{L}+/iu

export const paramUnit: ToolRule = {
  id: 'param-unit',
  on: 'tool',
  level: 'error',
  title: 'A number that is a quantity says its unit.',
  why: 'Is a duration of 90 seconds, minutes or days? The model takes whichever it has seen most, and no schema can refuse the wrong one.',
  bad: {
    tool: {
      parameters: { duration: { type: 'integer', description: 'For how long to lend it.' } },
    },
  },
  good: {
    tool: {
      parameters: {
        duration: { type: 'integer', description: 'For how long to lend it, in days.' },
      },
    },
  },
  check(tool) {
    return parametersOf(tool)
      .filter((parameter) => hasType(parameter, 'number', 'integer'))
      .filter(({ name }) => wordsOfName(name).some((word) => QUANTITIES.has(word)))
      .filter(({ description }) => !UNITS.test(description) && !COUNTED.test(description))
      .map(
        ({ path }) =>
          `The description of "${path}" does not say its unit, such as minutes, or what is counted.`,
      )
  },
}
