import { isRecord, propertiesOf } from '../../kernel/json.ts'
import type { JsonSchema } from '../../kernel/input.ts'
import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'

export const paramFreeFormObject: ToolRule = {
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
  check(tool) {
    return [
      ...(isOpen(tool.inputSchema)
        ? ['The input takes fields that the schema does not name.']
        : []),
      ...parametersOf(tool).flatMap(freeForm),
    ]
  },
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
