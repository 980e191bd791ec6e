import { parametersOf, type Parameter } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { quoted, says } from '../words.ts'

const choice = { type: 'string', enum: ['loan', 'reading_room'] } as const

export const describeEnumInProse: ToolRule = {
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
