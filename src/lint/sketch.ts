import * as z from 'zod'

import type { JsonSchema } from '../kernel/input.ts'
import { defineModule, type DeclaredTool } from '../kernel/module.ts'
import { toolsFor, type ToolParts } from '../kernel/tool.ts'
import type { Tier } from '../kernel/tier.ts'
import type { Linted, LintedClient } from './linted.ts'

/** A tool as far as an example shows it. */
export interface ToolSketch extends Partial<ToolParts> {
  readonly module?: string
  /** Without the module. */
  readonly name?: string
  readonly title?: string
  readonly tier?: Tier
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
  tier: 'read',
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

/** An example of a rule: what matters for it. The rest is that of a good tool with one good neighbour. */
export interface Sketch {
  readonly tool?: ToolSketch
  /** A further tool of the same catalogue. */
  readonly other?: ToolSketch
  readonly client?: Partial<LintedClient>
}

const tool = toolsFor<null>()

/** The example as the linter meets it. `countWords` stands for a tokenizer, so that an example needs none. */
export function lintedFrom(sketch: Sketch): Linted {
  const own = { ...GOOD_TOOL, ...sketch.tool }
  const sketches = [
    own,
    GOOD_NEIGHBOUR,
    ...(sketch.other ? [{ ...GOOD_TOOL, ...sketch.other }] : []),
  ]
  const tools = sketches.map(declaredFrom)
  return {
    tools,
    replies: new Map(tools.map(({ name }, at) => [name, repliesOf(sketches[at] ?? own)])),
    clients: [{ name: 'reader', tools: tools.map(({ name }) => name), ...sketch.client }],
    countTokens: countWords,
  }
}

function countWords(text: string): number {
  return text.split(/\s+/).length
}

function repliesOf({ concise, detailed }: Required<ToolSketch>) {
  return [{ to: 'example 1', kind: 'value', concise, detailed }] as const
}

function declaredFrom(sketch: Required<ToolSketch>): DeclaredTool {
  const { module, parameters: _, examples, ...words } = sketch
  const made = tool({
    ...words,
    scopes: [],
    examples,
    input: inputFrom(sketch),
    handler: () => ({}),
    concise: () => sketch.concise,
    detailed: () => sketch.detailed,
  })
  const { tools } = defineModule({
    id: module,
    title: module,
    version: '1.0.0',
    config: z.strictObject({}),
    setup: () => null,
    tools: [made],
  })
  const [declared] = tools
  if (!declared) throw new Error('A module gives the tools that it is made of.')
  return declared
}

/** A sketch's own parameters are optional ones beside the good tool's, so that its examples stay valid. */
function inputFrom({ parameters }: Required<ToolSketch>): JsonSchema {
  return {
    type: 'object',
    properties: { ...GOOD_TOOL.parameters, ...parameters },
    required: Object.keys(GOOD_TOOL.parameters),
    additionalProperties: false,
  }
}
