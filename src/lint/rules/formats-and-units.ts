import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { Rule, ToolRule } from '../rule.ts'
import { wordsOfName } from '../words.ts'

/** Names behind which a format is expected that a type cannot express. */
const FORMATTED: ReadonlySet<string> = new Set(
  'date time datetime day month phone email mail url uri link currency country locale language zone timezone postcode zip iban code'.split(
    ' ',
  ),
)

const describeFormatInProse: ToolRule = {
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

/** Names of quantities, whose number means nothing without its unit. */
const QUANTITIES: ReadonlySet<string> = new Set(
  'age amount budget cost delay depth discount distance duration fee height interval length limit period price quantity radius rate size speed stay sum temperature timeout total ttl wait volume weight width'.split(
    ' ',
  ),
)

const UNITS =
  /\b(milliseconds?|ms|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|bytes?|[kmg]b|met(er|re)s?|kilomet(er|re)s?|centimet(er|re)s?|millimet(er|re)s?|[ckm]m|miles?|feet|inch(es)?|grams?|kilograms?|[km]?g|pounds?|ounces?|lit(er|re)s?|degrees?|celsius|fahrenheit|percent|cents?|pence|euros?|dollars?|eur|usd|gbp|chf|minor units?|pixels?|tokens?|words|characters|points?|currency|kmh|mph|kwh|watts?|volts?|hertz|hz)\b|%|€|\$|£/i

/** "Number of guests", "how many pages" and "most results" name what is counted. */
const COUNTED =
  /\b(number|count|amount) of (the )?\p{L}+|\bmany \p{L}+|\b(at most|at least|up to|most|maximum|fewest) (\d+ )?\p{L}+s\b/iu

/** A quantity behind a name that is none. */
const QUANTITY_SAID =
  /\bhow (long|far|heavy|tall|wide|deep|high|fast|old|hot|warm|cold|loud|much)\b/i

const paramUnit: ToolRule = {
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
      .filter(isQuantity)
      .filter(({ name, description }) => {
        const said = `${wordsOfName(name).join(' ')} ${description}`
        return !UNITS.test(said) && !COUNTED.test(description)
      })
      .map(
        ({ path }) =>
          `The description of "${path}" does not say its unit, such as minutes, or what is counted.`,
      )
  },
}

function isQuantity({ name, description }: Parameter): boolean {
  return wordsOfName(name).some((word) => QUANTITIES.has(word)) || QUANTITY_SAID.test(description)
}

export const FORM_RULES: readonly Rule[] = Object.freeze([describeFormatInProse, paramUnit])
