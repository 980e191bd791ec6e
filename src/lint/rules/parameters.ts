import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { Rule, ToolRule } from '../rule.ts'
import { isFiller, singular, wordsOf, wordsOfName } from '../words.ts'

const paramDescribed: ToolRule = {
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

const paramBounded: ToolRule = {
  id: 'param-bounded',
  on: 'tool',
  level: 'error',
  title: 'Every text has a greatest length, and every list a greatest number of items.',
  why: 'A model that loops, or a caller who dictates without end, otherwise fills databases, logs and the next prompt.',
  bad: { tool: { parameters: { note: { type: 'string', description: 'Note for the desk.' } } } },
  good: {
    tool: {
      parameters: { note: { type: 'string', maxLength: 200, description: 'Note for the desk.' } },
    },
  },
  check(tool) {
    return parametersOf(tool).flatMap(unbounded)
  },
}

function unbounded(parameter: Parameter): readonly string[] {
  const { path, schema } = parameter
  const isFixed = schema['enum'] !== undefined || schema['const'] !== undefined
  if (hasType(parameter, 'string') && !isFixed && schema['maxLength'] === undefined)
    return [`"${path}" may be a text of any length; give it a maxLength.`]
  if (hasType(parameter, 'array') && schema['maxItems'] === undefined)
    return [`"${path}" may have any number of items; give it a maxItems.`]
  return []
}

const MOST = 4

const optional = (what: string) =>
  ({
    type: 'string',
    maxLength: 40,
    description: `Only books with this ${what}, for example Smith.`,
  }) as const

const paramOptionalCount: ToolRule = {
  id: 'param-optional-count',
  on: 'tool',
  level: 'warning',
  title: `A tool has at most ${MOST} optional parameters.`,
  why: 'Each of them is a question that the model has to settle, and some providers make all of them required. Many optionals are mostly several tools in one.',
  bad: {
    tool: {
      parameters: Object.fromEntries(
        ['author', 'editor', 'publisher', 'illustrator', 'translator'].map((what) => [
          what,
          optional(what),
        ]),
      ),
    },
  },
  good: { tool: { parameters: { author: optional('author'), editor: optional('editor') } } },
  check(tool) {
    const optional = parametersOf(tool).filter(({ isRequired, isItem }) => !isRequired && !isItem)
    const count = new Set(optional.map(({ path }) => path)).size
    if (count <= MOST) return []
    return [
      `There are ${count} optional parameters. Require some, drop some, or make two tools of it.`,
    ]
  },
}

export const PARAMETER_RULES: readonly Rule[] = Object.freeze([
  paramDescribed,
  paramBounded,
  paramOptionalCount,
])
