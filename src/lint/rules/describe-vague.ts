import type { DeclaredTool } from '../../kernel/module.ts'
import type { ToolRule } from '../rule.ts'
import { isFiller, quoted, says, singular, wordsOf, wordsOfName } from '../words.ts'

/** Words that can be left out, or that put off saying what is meant. */
const VAGUE: readonly string[] = [
  'data',
  'info',
  'information',
  'stuff',
  'things',
  'various',
  'etc',
  'and so on',
  'as needed',
  'if needed',
  'when needed',
  'if necessary',
  'when necessary',
  'when appropriate',
  'as appropriate',
  'relevant',
  'useful',
  'helpful',
  'powerful',
]

export const describeVague: ToolRule = {
  id: 'describe-vague',
  on: 'tool',
  level: 'error',
  title: 'A description says which, when and what, in words that fit no other tool.',
  why: '"Gets relevant data when needed" could stand for any tool, so it helps to choose none. What only repeats the name adds nothing to it.',
  bad: { tool: { useWhen: 'the reader needs information about various things' } },
  good: { tool: { useWhen: 'a reader names a book and asks whether the library has it' } },
  check(tool) {
    return [
      ...Object.entries(tool.parts).flatMap(([part, text]) => {
        const vague = VAGUE.filter((word) => says(text, word))
        return vague.length > 0
          ? [`"${part}" is vague: it says ${quoted(vague)}. Say what is meant.`]
          : []
      }),
      ...(repeatsName(tool)
        ? ['"does" only repeats the name. Say by what, from what, and for what.']
        : []),
    ]
  },
}

function repeatsName({ name, parts }: DeclaredTool): boolean {
  const named = new Set(wordsOfName(name).map(singular))
  const told = wordsOf(parts.does).filter((word) => !isFiller(word))
  return told.length > 0 && told.every((word) => named.has(singular(word)))
}
