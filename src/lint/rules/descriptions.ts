import type { DeclaredTool } from '../../kernel/module.ts'
import type { ToolParts } from '../../kernel/tool.ts'
import type { Rule, ToolRule } from '../rule.ts'
import { isFiller, quoted, says, singular, wordsOf, wordsOfName } from '../words.ts'

const describePartMissing: ToolRule = {
  id: 'describe-part-missing',
  on: 'tool',
  level: 'error',
  title: 'A description has all four parts: does, useWhen, avoidWhen, returns.',
  why: 'The description is all that a model knows of a tool. Without a reason to leave it, the tool is called for everything that is near.',
  bad: { tool: { returns: '' } },
  good: { tool: { returns: 'title, author and shelf of the book, ready to say aloud' } },
  check({ parts }) {
    return Object.entries(parts)
      .filter(([, text]) => text.trim() === '')
      .map(([part]) => `"${part}" is empty.`)
  },
}

/** In words. */
const SHORTEST: readonly (readonly [keyof ToolParts, number])[] = [
  ['does', 6],
  ['useWhen', 5],
  ['avoidWhen', 5],
  ['returns', 4],
]

const describeTooShort: ToolRule = {
  id: 'describe-too-short',
  on: 'tool',
  level: 'error',
  title: 'Each part of a description is long enough to say something.',
  why: '"Gets data." is the description of every tool. Of 856 public tools, more than half did not make their purpose clear.',
  bad: { tool: { does: 'Find books.' } },
  good: { tool: { does: 'Find a book by its title and say on which shelf it stands.' } },
  check({ parts }) {
    return SHORTEST.flatMap(([part, least]) => {
      const size = wordsOf(parts[part]).length
      if (size === 0 || size >= least) return []
      return [
        `"${part}" has ${size === 1 ? 'one word' : `${size} words`}. Say more, in at least ${least}.`,
      ]
    })
  },
}

/** Long enough for four parts and two examples, and the limit most often named for OpenAI. */
const LONGEST = 1_024

const describeTooLong: ToolRule = {
  id: 'describe-too-long',
  on: 'tool',
  level: 'warning',
  title: `A description has at most ${LONGEST} characters.`,
  why: 'It is read at every turn and paid for at every turn, and some providers were seen to cut or refuse longer ones.',
  bad: {
    tool: {
      does: `Find a book by its title. ${'Readers like it a lot when this is quick. '.repeat(24)}`,
    },
  },
  good: { tool: { does: 'Find a book by its title and say on which shelf it stands.' } },
  check({ description }) {
    if (description.length <= LONGEST) return []
    return [`The description has ${description.length} characters. Bring it under ${LONGEST}.`]
  },
}

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
  'of any kind',
  'as requested',
  'the operation',
  'endpoint',
  'json',
]

const describeVague: ToolRule = {
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
      ...(saysNothing(tool.parts.does, tool)
        ? ['"does" only repeats the name. Say by what, from what, and for what.']
        : []),
      ...(saysNothing(tool.parts.useWhen, tool)
        ? ['"useWhen" only repeats the name. Say what somebody would say who needs the tool.']
        : []),
      ...(saysNothing(tool.parts.avoidWhen, tool, tool.parts.useWhen)
        ? ['"avoidWhen" only turns "useWhen" round. Say what is mistaken for it.']
        : []),
    ]
  },
}

/** What anybody wants of any tool. */
const WISHES: ReadonlySet<string> = new Set(
  'want wants need needs ask asks asked like wish please user caller customer person somebody someone'.split(
    ' ',
  ),
)

function saysNothing(text: string, { name }: DeclaredTool, known = ''): boolean {
  const said = new Set([...wordsOfName(name), ...wordsOf(known)].map(singular))
  const told = wordsOf(text).filter((word) => !isFiller(word) && !WISHES.has(word))
  return text.trim() !== '' && told.every((word) => said.has(singular(word)))
}

export const DESCRIPTION_RULES: readonly Rule[] = Object.freeze([
  describePartMissing,
  describeTooShort,
  describeTooLong,
  describeVague,
])
