import type { JsonSchema } from '../kernel/input.ts'
import type { ToolParts } from '../kernel/tool.ts'

/** A tool as far as an example shows it. */
export interface ToolSketch extends Partial<ToolParts> {
  readonly module?: string
  /** Without the module. */
  readonly name?: string
  readonly title?: string
  readonly examples?: readonly [Example, ...Example[]]
  /** JSON Schemas by name. */
  readonly parameters?: Readonly<Record<string, JsonSchema>>
  /** What it answers, in short. */
  readonly concise?: string
  /** What it answers, in full. */
  readonly detailed?: string
}

type Example = Readonly<Record<string, unknown>>

/** A tool against which no rule has anything. What an example leaves out is taken from here. */
export const GOOD_TOOL: Required<ToolSketch> = Object.freeze({
  module: 'library',
  name: 'find_book',
  title: 'Find a book',
  does: 'Find a book by its title and say on which shelf it stands.',
  useWhen: 'a reader names a book and asks whether the library has it',
  avoidWhen: 'the reader wants a copy put aside; use library_reserve_copy',
  returns: 'title, author and shelf of the book, ready to say aloud',
  examples: [{ title: 'Dune' }] as const,
  parameters: {
    title: {
      type: 'string',
      minLength: 1,
      maxLength: 100,
      description: 'Title of the book, or how it begins, for example Dune.',
    },
  },
  concise: 'Dune by Frank Herbert is on shelf twelve.',
  detailed: 'Dune by Frank Herbert, published in 1965, is on shelf twelve. Two copies are left.',
})

export const GOOD_NEIGHBOUR: Required<ToolSketch> = Object.freeze({
  ...GOOD_TOOL,
  name: 'reserve_copy',
  title: 'Reserve a copy',
  does: 'Put one copy aside at the desk, under the name of the person who will collect it.',
  useWhen: 'somebody wants to collect a copy later today or tomorrow',
  avoidWhen: 'nobody has asked yet where the book stands; use library_find_book',
  returns: 'until when the copy is kept at the desk, ready to say aloud',
  concise: 'A copy is kept at the desk until tomorrow evening.',
  detailed: 'A copy is kept at the desk until tomorrow evening, under the name of Ada Moreno.',
})

/** A third tool that is mistaken for neither. */
export const OTHER_TOOL: ToolSketch = Object.freeze({
  name: 'renew_loan',
  title: 'Renew a loan',
  does: 'Give somebody two more weeks for what they took home.',
  useWhen: 'somebody cannot bring it back in time',
  avoidWhen: 'it was never lent out; use library_find_book',
  returns: 'the new last day, or why more time is refused',
})
