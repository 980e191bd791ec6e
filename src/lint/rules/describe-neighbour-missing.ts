import type { DeclaredTool } from '../../kernel/module.ts'
import { parametersOf } from '../parameter.ts'
import type { ToolRule } from '../rule.ts'
import { says } from '../words.ts'

export const describeNeighbourMissing: ToolRule = {
  id: 'describe-neighbour-missing',
  on: 'tool',
  level: 'error',
  title:
    '"avoidWhen" names the neighbour to call instead, and every tool that a description names exists.',
  why: 'A limit without a way out makes the model try anyway. A name that does not exist is called, and fails, while a caller waits.',
  bad: { tool: { avoidWhen: 'the reader wants a copy put aside; use library_keep_copy' } },
  good: { tool: { avoidWhen: 'the reader wants a copy put aside; use library_reserve_copy' } },
  check(tool, { tools }) {
    return [
      ...unknownNames(tool, tools).map(
        (name) => `The description names ${name}, and there is no such tool.`,
      ),
      ...neighbourMissing(tool, tools),
    ]
  },
}

function unknownNames(tool: DeclaredTool, tools: readonly DeclaredTool[]): readonly string[] {
  const known = new Set([
    ...tools.map(({ name }) => name),
    ...parametersOf(tool).map(({ name }) => name),
  ])
  const named = Object.values(tool.parts).flatMap(
    (text) => text.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g) ?? [],
  )
  return named.filter((name) => !known.has(name))
}

/** A module's only tool has no neighbour to be mistaken for. */
function neighbourMissing(tool: DeclaredTool, tools: readonly DeclaredTool[]): readonly string[] {
  const others = tools.filter(({ name }) => name !== tool.name)
  const near = others.filter(({ module }) => module === tool.module).map(({ name }) => name)
  const isNamed = others.some(({ name }) => says(tool.parts.avoidWhen, name))
  if (near.length === 0 || isNamed) return []
  return [`"avoidWhen" does not say which tool to call instead, such as ${near[0]}.`]
}
