import { isRecord } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'

/** A text that a model may read about a tool, and where it stands. */
export interface ToolText {
  readonly place: string
  readonly text: string
}

/** Every text of a tool, names and values in its schemas included. */
export function textsOf(tool: DeclaredTool): readonly ToolText[] {
  const { name, facts, parts, examples, inputSchema, outputSchema } = tool
  return [
    ...textsIn(name, 'its name'),
    ...textsIn(facts.title, 'its title'),
    ...Object.entries(parts).flatMap(([part, text]) => textsIn(text, `"${part}"`)),
    ...textsIn(examples, 'its examples'),
    ...textsIn(inputSchema, 'its input'),
    ...textsIn(outputSchema, 'its output'),
  ]
}

function textsIn(value: unknown, place: string): readonly ToolText[] {
  if (typeof value === 'string') return [{ place, text: value }]
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, place))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    { place, text: key },
    ...textsIn(inner, place),
  ])
}
