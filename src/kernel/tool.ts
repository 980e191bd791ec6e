import type * as z from 'zod'

import type { Conversation } from './conversation.ts'
import { refuse, toToolError, type ToolError } from './error.ts'
import type { AskPerson } from './form.ts'
import { FLOORS, strictest, type Gate } from './gate.ts'
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
import { placeOfCaller, type Place } from './place.ts'
import type { Plan, Subject } from './plan.ts'
import type { ReportProgress } from './progress.ts'
import type { Standing } from './standing.ts'
import type { Attachment, Format, Reply } from './reply.ts'
import { checkToolSpec } from './spec-shape.ts'
import type { Tier } from './tier.ts'

/** What a handler may know about the call beside its input. */
export interface CallContext {
  /** The id under which the log has this call. */
  readonly callId: string
  /** The client's name in the configuration. */
  readonly client: string
  /** Aborts at the call's deadline, and for reads when the client hangs up. */
  readonly signal: AbortSignal
  /** Absent when the client named no conversation: then nothing can be granted or remembered. */
  readonly conversation: Conversation | undefined
  /**
   * The same for every try of one operation, also after a crash, and different for any two operations. Hand it to a
   * provider that knows idempotency keys, or keep it beside what was written. Absent for reads and while planning.
   */
  readonly operationKey: string | undefined
  /** Where the tickets and changes of this very conversation stand, newest ticket first; at most 40. */
  readonly standings: () => readonly Standing[]
  /** Tells a client that listens how far the call has come. Without effect for others, and while planning. */
  readonly progress: ReportProgress
  /**
   * Asks the person behind the client, where the client can; reads only. In the 2026-07-28 era the handler then runs
   * again from its start with the answer, so it asks before it does anything else. An answer is what the client says its
   * person said: never take it for a yes to a change, which is the gate's to ask for.
   */
  readonly ask: AskPerson
}

/** Facts about a tool that shared code may read. Shared code never looks at names. */
export interface ToolFacts {
  /** Its name for people. */
  readonly title: string
  /** How much harm a wrong call can do. */
  readonly tier: Tier
  /** What a client has to be cleared for, all of it. */
  readonly scopes: readonly string[]
  /** Kinds of grant; the conversation must hold one of them before the tool runs. Empty: none needed. */
  readonly needs: readonly string[]
  /** Kinds of grant the tool can give, so that a refusal can name the way. */
  readonly gives: readonly string[]
  /** What has to happen before it runs, at least: its tier's floor, or the more that the tool asks for. */
  readonly gate: Gate
  /** Whether grants have to cover the very subject that a call acts on. */
  readonly hasSubjects: boolean
  /** Within this time a call with the same arguments, in the same conversation, is the same call. */
  readonly duplicatesWithinMs: number | undefined
  /** Whether a broken-off call may be run once more under the same operation key. */
  readonly resumes: boolean
  /** Arguments whose values are kept readable in the ledger. */
  readonly recorded: readonly string[]
  /** The tool's own limit, when it is shorter than its client's. */
  readonly timeoutMs: number | undefined
  /** Whether there is a long rendering to ask for. */
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

/**
 * What a tool's author writes. The type parameters are inferred; nobody spells them. `S` is what the module's `setup`
 * made, `I` the input's schema, and `V` the value that the handler returns.
 */
export interface ToolSpec<S, I extends InputSchema, V extends object> extends ToolParts {
  /** `verb` or `verb_noun`; the module's id is put in front. */
  readonly name: string
  /** Its name for people. */
  readonly title: string
  /** Valid inputs; the first also supplies the example in a refusal. */
  readonly examples: readonly [RawInputOf<I>, ...RawInputOf<I>[]]
  /** How much harm a wrong call can do. */
  readonly tier: Tier
  /** What a client has to be cleared for, all of it; for example `stock:read`. */
  readonly scopes: readonly string[]
  /** Kinds of grant; the conversation must hold one of them before the tool runs. Default: none needed. */
  readonly needs?: readonly string[]
  /** Kinds of grant the tool can give, so that a refusal can name the way. */
  readonly gives?: readonly string[]
  /**
   * More than the tier's floor: `spoken` reads back what would happen and takes a yes, `delivered` sends a code to the
   * person. Default: what the tier asks for.
   */
  readonly confirm?: 'spoken' | 'delivered'
  /**
   * Finds out what the call would do, without doing it, or refuses it. Needed where it has to be confirmed; without it
   * the arguments themselves are read back. It runs again when the confirmed call comes, and has to come to the same.
   */
  readonly plan?: (
    input: InputOf<I>,
    services: S,
    context: CallContext,
  ) => Awaitable<Plan | ToolError>
  /**
   * Who or what the call acts on; a grant has to cover one of these. None, when there is no such thing: then, and when
   * no grant covers it, the client gets `unknownSubject`, so that nobody can test what exists.
   */
  readonly subjects?: (input: InputOf<I>, services: S) => Awaitable<readonly Subject[]>
  /** The refusal for a subject that does not exist or is somebody else's. Needed with `subjects`. */
  readonly unknownSubject?: (input: InputOf<I>, services: S) => ToolError
  /**
   * Declares that a call with the same arguments in the same conversation within so many milliseconds is the same call,
   * sent twice. It runs once, and both get the answer.
   */
  readonly duplicatesWithinMs?: number
  /**
   * Declares that the handler may run again under the same `context.operationKey` without a second effect, because it
   * hands the key to its provider or keeps it. A call that a crash broke off is then finished by its retry.
   */
  readonly resumes?: boolean
  /** Arguments that are nobody's personal data, kept readable in the ledger. Texts in others are kept only masked. */
  readonly recorded?: readonly (keyof InputOf<I> & string)[]
  /** The tool's own limit in milliseconds, when it is shorter than its client's: 4 s for voice, 30 s for others. */
  readonly timeoutMs?: number
  /** What it takes: a zod object, or a raw JSON Schema. Each field has a description. */
  readonly input: I
  /** The value's schema. With it the value is checked before it leaves, and listed for clients that read it. */
  readonly output?: z.ZodType<V>
  /**
   * Does the work, and returns a value or a refusal. A throw is a bug: the client reads one opaque sentence. When
   * `context.signal` aborts, the client was already told that nothing was changed, or of a write that it is in doubt.
   */
  readonly handler: (
    input: InputOf<I>,
    services: S,
    context: CallContext,
  ) => Awaitable<V | ToolError>
  /** One or two sentences that can be spoken as they are. */
  readonly concise: (value: V, services: S, input: InputOf<I>) => string
  /** All that a model needs to reason on. With it, the server adds `response_format` to the input. */
  readonly detailed?: (value: V, services: S, input: InputOf<I>) => string
  /** Images, sounds and documents beside the words. Profiles for voice drop them. */
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
  /** What it would do; `undefined` when its author did not say how to find out. */
  plan(services: S, context: CallContext): Promise<Plan | ToolError | undefined>
  /** What it acts on; `undefined` when its author did not say. */
  subjects(services: S): Promise<readonly Subject[] | undefined>
  /** The refusal for a subject that is not there. */
  unknownSubject(services: S): ToolError
  execute(services: S, context: CallContext): Promise<Reply | ToolError>
}

/** A defined tool. Its input and value types are sealed in closures, so a catalog of tools needs no `any`. */
export interface Tool<S> {
  /** `verb` or `verb_noun`; in a module, its full name with the module's id in front. */
  readonly name: string
  /** The one text that a model reads about it. */
  readonly description: string
  /** What the description was composed of. */
  readonly parts: ToolParts
  /** What shared code may go by. */
  readonly facts: ToolFacts
  /** What it takes. */
  readonly inputSchema: JsonSchema
  /** What it returns, when its author declared that. */
  readonly outputSchema: JsonSchema | undefined
  /** Valid inputs. */
  readonly examples: readonly Readonly<Record<string, unknown>>[]
  /**
   * Where the tool is written, for reports about it. Never shown to a client.
   * @internal
   */
  readonly place: Place | undefined
  /** What is wrong with these arguments; empty when they are valid. Needs no services. */
  issuesIn(raw: unknown): readonly Issue[]
  /** @internal */
  prepare(raw: unknown): PreparedCall<S> | readonly Issue[]
  /** What the tool would answer if its handler returned the spec's `samples`. Nothing is run. */
  sampleReplies(services: S): readonly Reply[]
}

/** Makes a tool of a module whose `setup` makes `S`. Throws when a raw JSON Schema is none. */
export type DefineTool<S> = <I extends InputSchema, V extends object>(
  spec: ToolSpec<S, I, V>,
) => Tool<S>

/** For tools in files of their own: fixes `S` once per module, as in `export const tool = toolsFor<Desk>()`. */
export function toolsFor<S>(): DefineTool<S> {
  return (spec) => defineTool(spec)
}

function defineTool<S, I extends InputSchema, V extends object>(spec: ToolSpec<S, I, V>): Tool<S> {
  checkToolSpec(spec)
  const input = expressed('input', spec, () => inputOf(spec.input))
  const { does, useWhen, avoidWhen, returns, output } = spec
  return Object.freeze({
    name: spec.name,
    description: composeDescription(spec, spec.examples),
    parts: Object.freeze({ does, useWhen, avoidWhen, returns }),
    facts: factsOf(spec),
    inputSchema: input.json,
    outputSchema: output && expressed('output', spec, () => jsonSchemaOf(output, 'output')),
    examples: spec.examples,
    place: placeOfCaller(),
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
    gate: gateOf(spec.tier, spec.confirm),
    hasSubjects: spec.subjects !== undefined,
    duplicatesWithinMs: spec.duplicatesWithinMs,
    resumes: spec.resumes ?? false,
    recorded: spec.recorded ?? [],
    timeoutMs: spec.timeoutMs,
    hasDetailed: spec.detailed !== undefined,
  })
}

/** What a tool of this tier asks for, which is never less than the floor. */
export function gateOf(tier: Tier, confirm: Gate = 'auto'): Gate {
  return strictest([FLOORS[tier], confirm])
}

function seal<S, I extends InputSchema, V extends object>(
  spec: ToolSpec<S, I, V>,
  input: InputOf<I>,
): PreparedCall<S> {
  return {
    input,
    async plan(services, context) {
      const made = await spec.plan?.(input, services, context)
      return made instanceof Error ? toToolError(made) : made
    },
    subjects: async (services) => spec.subjects?.(input, services),
    unknownSubject: (services) =>
      spec.unknownSubject?.(input, services) ??
      refuse('not_found', 'There is nothing of that kind that this caller may act on.'),
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

/** A schema that JSON cannot express, such as one of a date object, is told by the tool's name and not by a stack. */
function expressed<T>(which: string, { name }: { readonly name: string }, make: () => T): T {
  try {
    return make()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`the ${which} of "${name}" cannot be written as JSON Schema: ${why}`, {
      cause: error,
    })
  }
}

/** The one text a model reads about a tool. Its parts stand in a fixed order, so that lists compare well. */
export function composeDescription(
  { does, useWhen, avoidWhen, returns }: ToolParts,
  examples: readonly object[],
): string {
  const shown = examples.map((example) => JSON.stringify(example)).join(' or ')
  return [
    does,
    `Call this when ${useWhen}.`,
    `Do not call this when ${avoidWhen}.`,
    `Returns ${returns}.`,
    `Example arguments: ${shown}.`,
  ].join(' ')
}
