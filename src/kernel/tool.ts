import type * as z from 'zod'

import type { Conversation } from './conversation.ts'
import { toToolError, type ToolError } from './error.ts'
import type { Awaitable } from './host.ts'
import {
  inputOf,
  jsonSchemaOf,
  type InputOf,
  type InputSchema,
  type Issue,
  type JsonSchema,
  type RawInputOf,
} from './input.ts'
import type { Attachment, Format, Reply } from './reply.ts'
import type { Tier } from './tier.ts'

/** What a handler may know about the call beside its input. */
export interface CallContext {
  readonly callId: string
  readonly client: string
  /** Aborts at the call's deadline, and for reads when the client hangs up. */
  readonly signal: AbortSignal
  /** Absent when the client named no conversation: then nothing can be granted or remembered. */
  readonly conversation: Conversation | undefined
}

/** Facts about a tool that shared code may read. Shared code never looks at names. */
export interface ToolFacts {
  readonly title: string
  readonly tier: Tier
  readonly scopes: readonly string[]
  /** Kinds of grant; the conversation must hold one of them before the tool runs. Empty: none needed. */
  readonly needs: readonly string[]
  /** Kinds of grant the tool can give, so that a refusal can name the way. */
  readonly gives: readonly string[]
  /** The tool's own limit, when it is shorter than its client's. */
  readonly timeoutMs: number | undefined
  readonly hasDetailed: boolean
}

/** What a description is made of. */
export interface ToolParts {
  /** A full sentence: what the tool does. */
  readonly does: string
  /** Completes "Call this when …". */
  readonly useWhen: string
  /** Completes "Do not call this when …", and names the neighbour to use instead. */
  readonly avoidWhen: string
  /** Completes "Returns …". */
  readonly returns: string
}

/** What a tool's author writes. The type parameters are inferred; nobody spells them. */
export interface ToolSpec<S, I extends InputSchema, V extends object> extends ToolParts {
  /** `verb` or `verb_noun`; the module's id is put in front. */
  readonly name: string
  readonly title: string
  /** Valid inputs; the first also supplies the example in a refusal. */
  readonly examples: readonly [RawInputOf<I>, ...RawInputOf<I>[]]
  readonly tier: Tier
  readonly scopes: readonly string[]
  readonly needs?: readonly string[]
  readonly gives?: readonly string[]
  readonly timeoutMs?: number
  readonly input: I
  /** The value's schema. With it the value is checked before it leaves, and listed for clients that read it. */
  readonly output?: z.ZodType<V>
  readonly handler: (
    input: InputOf<I>,
    services: S,
    context: CallContext,
  ) => Awaitable<V | ToolError>
  /** One or two sentences that can be spoken as they are. */
  readonly concise: (value: V, services: S, input: InputOf<I>) => string
  /** All that a model needs to reason on. With it, the server adds `response_format` to the input. */
  readonly detailed?: (value: V, services: S, input: InputOf<I>) => string
  readonly attachments?: (value: V, services: S) => readonly Attachment[]
  /**
   * Values as the handler may return them, each for the example in the same place. The linter renders them: a write
   * is never run for it, and a read may find nothing.
   */
  readonly samples?: readonly NoInfer<V>[]
}

/** A call whose arguments are checked; running it needs only the services and the context. */
export interface PreparedCall<S> {
  /** The checked arguments, for records and comparisons. */
  readonly input: unknown
  execute(services: S, context: CallContext): Promise<Reply | ToolError>
}

/** A defined tool. Its input and value types are sealed in closures, so a catalog of tools needs no `any`. */
export interface Tool<S> {
  readonly name: string
  readonly description: string
  /** What the description was composed of. */
  readonly parts: ToolParts
  readonly facts: ToolFacts
  readonly inputSchema: JsonSchema
  readonly outputSchema: JsonSchema | undefined
  readonly examples: readonly Readonly<Record<string, unknown>>[]
  /** What is wrong with these arguments; empty when they are valid. Needs no services. */
  issuesIn(raw: unknown): readonly Issue[]
  prepare(raw: unknown): PreparedCall<S> | readonly Issue[]
  /** What the tool would answer if its handler returned the spec's `samples`. Nothing is run. */
  sampleReplies(services: S): readonly Reply[]
}

/** Fixes the services type once per module: `export const tool = toolsFor<Desk>()`. */
export function toolsFor<S>() {
  return <I extends InputSchema, V extends object>(spec: ToolSpec<S, I, V>): Tool<S> =>
    defineTool(spec)
}

function defineTool<S, I extends InputSchema, V extends object>(spec: ToolSpec<S, I, V>): Tool<S> {
  const input = inputOf(spec.input)
  const { does, useWhen, avoidWhen, returns } = spec
  return Object.freeze({
    name: spec.name,
    description: describe(spec),
    parts: Object.freeze({ does, useWhen, avoidWhen, returns }),
    facts: factsOf(spec),
    inputSchema: input.json,
    outputSchema: spec.output && jsonSchemaOf(spec.output, 'output'),
    examples: spec.examples,
    issuesIn(raw: unknown) {
      const parsed = input.parse(raw)
      return parsed.ok ? [] : parsed.issues
    },
    prepare(raw: unknown) {
      const parsed = input.parse(raw)
      return parsed.ok ? seal(spec, parsed.value) : parsed.issues
    },
    sampleReplies(services: S) {
      return (spec.samples ?? []).flatMap((sample, at) => {
        const parsed = input.parse(spec.examples[at] ?? spec.examples[0])
        return parsed.ok ? [replyOf(spec, parsed.value, sample, services)] : []
      })
    },
  })
}

function factsOf<S, I extends InputSchema, V extends object>(spec: ToolSpec<S, I, V>): ToolFacts {
  return Object.freeze({
    title: spec.title,
    tier: spec.tier,
    scopes: spec.scopes,
    needs: spec.needs ?? [],
    gives: spec.gives ?? [],
    timeoutMs: spec.timeoutMs,
    hasDetailed: spec.detailed !== undefined,
  })
}

function seal<S, I extends InputSchema, V extends object>(
  spec: ToolSpec<S, I, V>,
  input: InputOf<I>,
): PreparedCall<S> {
  return {
    input,
    async execute(services, context) {
      const made = await spec.handler(input, services, context)
      // Any other Error that an author returns is a bug, as if it had been thrown.
      return made instanceof Error ? toToolError(made) : replyOf(spec, input, made, services)
    },
  }
}

function replyOf<S, I extends InputSchema, V extends object>(
  spec: ToolSpec<S, I, V>,
  input: InputOf<I>,
  made: V,
  services: S,
): Reply {
  const value = spec.output ? spec.output.parse(made) : made
  return {
    value,
    text: (format: Format) =>
      ((format === 'detailed' && spec.detailed) || spec.concise)(value, services, input),
    attachments: () => spec.attachments?.(value, services) ?? [],
  }
}

/** The one text a model reads about a tool. Its parts stand in a fixed order, so that lists compare well. */
function describe<S, I extends InputSchema, V extends object>(spec: ToolSpec<S, I, V>): string {
  const examples = spec.examples.map((example) => JSON.stringify(example)).join(' or ')
  return [
    spec.does,
    `Call this when ${spec.useWhen}.`,
    `Do not call this when ${spec.avoidWhen}.`,
    `Returns ${spec.returns}.`,
    `Example arguments: ${examples}.`,
  ].join(' ')
}
