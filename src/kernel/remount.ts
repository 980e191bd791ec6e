import { ToolError } from './error.ts'
import type { Issue, JsonSchema } from './input.ts'
import { examplesWith, sentFixed, unfixed, withFixed, withoutFields } from './fixed-fields.ts'
import { isRecord, type Fields } from './json.ts'
import type { DeclaredTool, Module, MountedCall, MountedTool } from './module.ts'
import type { Reply } from './reply.ts'
import { mapSubschemas } from './subschemas.ts'
import type { Tier } from './tier.ts'
import { composeDescription, gateOf, type CallContext, type ToolParts } from './tool.ts'

/** What a deployment may change about a tool. */
export interface ToolChange extends Partial<ToolParts> {
  readonly title?: string
  /** Never below the tool's own. */
  readonly tier?: Tier
  /** Field → the value it always has. The field vanishes from the schema that a model sees. */
  readonly fixed?: Fields
}

/** How a deployment mounts a module. */
export interface Remount {
  readonly namespace: string
  /** Short names of the tools to keep; absent: all. */
  readonly only?: readonly string[]
  /** Short name → change. */
  readonly changes: ReadonlyMap<string, ToolChange>
  /** Gives the tools their names in this deployment, wherever a text speaks of them. */
  readonly rename: (text: string) => string
}

/** The module as the deployment mounts it. Ask `changeFaults` first. */
export function remount(module: Module, how: Remount): Module {
  const kept = module.tools.flatMap((tool) => {
    const short = shortName(module, tool)
    if (how.only && !how.only.includes(short)) return []
    const change = how.changes.get(short) ?? {}
    return [{ name: tool.name, change, face: redeclare(tool, short, change, how) }]
  })
  const byName = new Map(kept.map((each) => [each.name, each]))
  return Object.freeze({
    ...module,
    id: how.namespace,
    tools: kept.map(({ face }) => face),
    async mount(...parts: Parameters<Module['mount']>) {
      const mounted = await module.mount(...parts)
      const tools = mounted.tools.flatMap((tool) => {
        const found = byName.get(tool.name)
        return found ? [rebind(tool, found.face, found.change.fixed ?? {}, how.rename)] : []
      })
      return { ...mounted, id: how.namespace, tools }
    },
  })
}

/** A tool's name without its namespace. */
export function shortName(
  { id }: Pick<Module, 'id'>,
  { name }: Pick<DeclaredTool, 'name'>,
): string {
  return name.slice(id.length + 1)
}

function redeclare(
  tool: DeclaredTool,
  short: string,
  { title, tier, fixed = {}, ...parts }: ToolChange,
  { namespace, rename }: Remount,
): DeclaredTool {
  // An example that does not hold without a fixed value either is its author's fault, and told as one.
  const examples = Object.keys(fixed).length > 0 ? examplesWith(tool, fixed) : tool.examples
  // What the deployment says itself speaks of tools by the names that they have there.
  const all = Object.freeze({ ...renamedParts(tool.parts, rename), ...parts })
  return Object.freeze({
    ...tool,
    name: `${namespace}_${short}`,
    module: namespace,
    parts: all,
    description: composeDescription(all, examples),
    facts: Object.freeze({
      ...tool.facts,
      title: rename(tool.facts.title),
      ...(title !== undefined && { title }),
      ...(tier !== undefined && { tier, gate: gateOf(tier, tool.facts.gate) }),
    }),
    inputSchema: renamedIn(withoutFields(tool.inputSchema, fixed), rename),
    outputSchema: tool.outputSchema && renamedIn(tool.outputSchema, rename),
    examples,
    issuesIn(raw: unknown) {
      const sent = sentFixed(raw, fixed)
      if (sent.length > 0) return sent
      return renamedIssues(unfixed(tool.issuesIn(withFixed(raw, fixed)), fixed), rename)
    },
  })
}

function renamedParts({ does, useWhen, avoidWhen, returns }: ToolParts, rename: Remount['rename']) {
  return Object.freeze({
    does: rename(does),
    useWhen: rename(useWhen),
    avoidWhen: rename(avoidWhen),
    returns: rename(returns),
  })
}

function renamedIn(schema: JsonSchema, rename: Remount['rename']): JsonSchema {
  const { description } = schema
  const inner = mapSubschemas(schema, (each) => (isRecord(each) ? renamedIn(each, rename) : each))
  return typeof description === 'string' ? { ...inner, description: rename(description) } : inner
}

/** The mounted tool under its new face. Both renderings and refusals speak of tools by their new names. */
function rebind(
  tool: MountedTool,
  face: DeclaredTool,
  fixed: Fields,
  rename: Remount['rename'],
): MountedTool {
  const renamed = (reply: Reply): Reply => ({
    ...reply,
    text: (format) => rename(reply.text(format)),
  })
  return Object.freeze({
    ...face,
    sampleReplies: () => tool.sampleReplies().map(renamed),
    prepare(raw: unknown): MountedCall | readonly Issue[] {
      const sent = sentFixed(raw, fixed)
      if (sent.length > 0) return sent
      const prepared = tool.prepare(withFixed(raw, fixed))
      if (!('execute' in prepared)) return renamedIssues(unfixed(prepared, fixed), rename)
      return {
        input: prepared.input,
        async plan(context) {
          const plan = await prepared.plan(context).catch(refusalIn)
          if (plan instanceof Error) return renamedError(plan, rename)
          return plan && { ...plan, readBack: rename(plan.readBack) }
        },
        subjects: () => prepared.subjects(),
        unknownSubject: () => renamedError(prepared.unknownSubject(), rename),
        async execute(context) {
          // A refusal may be thrown as well as returned; any other throw stays the bug that it is.
          const reply = await prepared.execute(renamedContext(context, rename)).catch(refusalIn)
          return reply instanceof Error ? renamedError(reply, rename) : renamed(reply)
        },
      }
    },
  })
}

/** What a handler says while it is at work speaks of tools by their new names, too. */
function renamedContext(context: CallContext, rename: Remount['rename']): CallContext {
  return {
    ...context,
    progress: (made, words) =>
      context.progress(made, typeof words === 'string' ? rename(words) : words),
    ask: (question, form, name) => context.ask(rename(question), form, name),
  }
}

function refusalIn(thrown: unknown): ToolError {
  if (thrown instanceof ToolError) return thrown
  throw thrown
}

function renamedIssues(issues: readonly Issue[], rename: Remount['rename']): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, message: rename(issue.message) }))
}

function renamedError({ code, message, cause }: ToolError, rename: Remount['rename']): ToolError {
  return new ToolError(code, rename(message), { cause })
}
