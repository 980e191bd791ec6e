import * as z from 'zod'

import type { JsonSchema } from '../kernel/input.ts'
import { defineModule, type DeclaredTool } from '../kernel/module.ts'
import { toolsFor } from '../kernel/tool.ts'
import type { Linted, LintedClient } from './linted.ts'
import { GOOD_NEIGHBOUR, GOOD_TOOL, type ToolSketch } from './good-tool.ts'

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
    tier: 'read',
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
