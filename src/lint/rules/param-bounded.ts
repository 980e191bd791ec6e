import { hasType, parametersOf, type Parameter } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'

export const paramBounded: ToolRule = {
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
