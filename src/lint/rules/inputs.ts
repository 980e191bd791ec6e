import type { JsonSchema } from '../../kernel/input.ts'
import { isRecord, propertiesOf } from '../../kernel/json.ts'
import type { DeclaredTool } from '../../kernel/module.ts'
import { unportableIn } from '../../schema/unportable.ts'
import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { Rule, ToolRule } from '../rule.ts'

const exampleValid: ToolRule = {
  id: 'example-valid',
  on: 'tool',
  level: 'error',
  title: 'Every example is valid input.',
  why: 'Models copy examples. One that the server refuses teaches them to be refused.',
  bad: { tool: { examples: [{ name: 'Dune' }] } },
  good: { tool: { examples: [{ title: 'Dune' }] } },
  check({ examples, issuesIn }) {
    return examples.flatMap((example, at) =>
      issuesIn(example).map(
        ({ path, message }) =>
          `Example ${at + 1} is not valid${path.length > 0 ? `: "${path.join('.')}"` : ''} (${message}).`,
      ),
    )
  },
}

const paramFreeFormObject: ToolRule = {
  id: 'param-free-form-object',
  on: 'tool',
  level: 'error',
  title: 'No parameter is an object, or anything, of which the schema does not name the fields.',
  why: 'A model invents the fields, nothing checks them, and Gemini and OpenAI refuse or rewrite such schemas.',
  bad: { tool: { parameters: { filters: { type: 'object', description: 'Filters by name.' } } } },
  good: {
    tool: {
      parameters: {
        author: {
          type: 'string',
          maxLength: 80,
          description: 'Only books by this author, for example Frank Herbert.',
        },
      },
    },
  },
  check: freeFormIn,
}

function freeFormIn(tool: DeclaredTool): readonly string[] {
  return [
    ...(isOpen(tool.inputSchema) ? ['The input takes fields that the schema does not name.'] : []),
    ...parametersOf(tool).flatMap(freeForm),
  ]
}

function freeForm(parameter: Parameter): readonly string[] {
  const { path, schema } = parameter
  const { type, enum: choices, const: only, $ref } = schema
  if ([type, choices, only, $ref].every((keyword) => keyword === undefined))
    return [`"${path}" may be anything; give it a type.`]
  if (!hasType(parameter, 'object'))
    return hasAnyItems(parameter) ? [`The items of "${path}" may be anything.`] : []
  if (Object.keys(propertiesOf(schema)).length > 0 && !isOpen(schema)) return []
  return [`"${path}" is an object with fields of any name; make each field a parameter.`]
}

function hasAnyItems(parameter: Parameter): boolean {
  return hasType(parameter, 'array') && !isRecord(parameter.schema['items'])
}

function isOpen({ additionalProperties }: JsonSchema): boolean {
  return additionalProperties === true || isRecord(additionalProperties)
}

const schemaPortable: ToolRule = {
  id: 'schema-portable',
  on: 'tool',
  level: 'error',
  title: 'The input can be said to every model provider: OpenAI, Anthropic, Gemini and Bedrock.',
  why: 'Each provider refuses other keywords, and one refused tool takes all others of the session with it. What can be said otherwise is rewritten for them; the rest only its author can settle.',
  bad: {
    tool: {
      parameters: {
        tags: {
          anyOf: [
            { type: 'string', maxLength: 20 },
            { type: 'array', items: { type: 'string', maxLength: 20 }, maxItems: 3 },
          ],
          description: 'One tag, or at most 3 of them.',
        },
      },
    },
  },
  good: {
    tool: {
      parameters: {
        tags: {
          type: 'array',
          items: { type: 'string', maxLength: 20 },
          maxItems: 3,
          description: 'At most 3 tags.',
        },
      },
    },
  },
  check(tool) {
    // Free forms cannot be said either; the rule for them says it better.
    if (freeFormIn(tool).length > 0) return []
    return unportableIn(tool.inputSchema).map((problem) => `${capital(problem)}.`)
  },
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

export const INPUT_RULES: readonly Rule[] = Object.freeze([
  exampleValid,
  paramFreeFormObject,
  schemaPortable,
])
