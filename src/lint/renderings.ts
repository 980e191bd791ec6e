import type { DeclaredTool } from '../kernel/module.ts'
import type { Format } from '../kernel/reply.ts'
import type { Linted } from './linted.ts'

/** One text that a tool answered. */
export interface Rendering {
  readonly format: Format
  readonly text: string
  /** For a sentence: `The concise answer to example 1`. */
  readonly called: string
}

/** All that a tool answered in these formats. What a bug threw is no answer. */
export function renderingsOf(
  { name }: DeclaredTool,
  { replies }: Linted,
  ...formats: readonly Format[]
): readonly Rendering[] {
  const answers = (replies?.get(name) ?? []).filter(({ kind }) => kind !== 'fault')
  return answers.flatMap(({ to, concise, detailed }) =>
    formats.flatMap((format) => {
      const text = format === 'concise' ? concise : detailed
      return text === undefined ? [] : [{ format, text, called: `The ${format} answer to ${to}` }]
    }),
  )
}
