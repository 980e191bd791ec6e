import type { MountedTool } from '../kernel/module.ts'
import type { Reply } from '../kernel/reply.ts'
import type { CallContext } from '../kernel/tool.ts'
import type { ShownReply } from './linted.ts'

/**
 * Makes each tool answer: to its samples, and where it only reads, to its examples for real. Whatever else a tool
 * does stays undone. `signalOf` gives the signal of one call, and the call ends with it.
 */
export async function showReplies(
  tools: readonly MountedTool[],
  signalOf: () => AbortSignal,
): Promise<ReadonlyMap<string, readonly ShownReply[]>> {
  const shown = new Map<string, readonly ShownReply[]>()
  for (const tool of tools)
    shown.set(tool.name, [...(await exampleReplies(tool, signalOf)), ...sampleReplies(tool)])
  return shown
}

async function exampleReplies(
  tool: MountedTool,
  signalOf: () => AbortSignal,
): Promise<readonly ShownReply[]> {
  if (tool.facts.tier !== 'read') return []
  const replies: ShownReply[] = []
  for (const [at, example] of tool.examples.entries()) {
    const to = `example ${at + 1}`
    const reply = await replyTo(tool, to, example, signalOf()).catch((e: unknown) => fault(to, e))
    if (reply) replies.push(reply)
  }
  return replies
}

async function replyTo(
  tool: MountedTool,
  to: string,
  example: unknown,
  signal: AbortSignal,
): Promise<ShownReply | undefined> {
  const prepared = tool.prepare(example)
  if (!('execute' in prepared)) return undefined
  const context: CallContext = {
    callId: 'lint',
    client: 'lint',
    signal,
    conversation: undefined,
    operationKey: undefined,
    standings: () => [],
    progress: () => {},
    ask: async () => ({ kind: 'unavailable' }),
  }
  const reply = await Promise.race([prepared.execute(context), abortOf(signal)])
  return reply instanceof Error
    ? { to, kind: 'refusal', concise: reply.message }
    : shownFrom(tool, to, reply)
}

/** A handler may be deaf to its signal; nothing here waits longer than that. */
function abortOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(new Error('It did not answer in time.'))
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  return promise
}

function sampleReplies(tool: MountedTool): readonly ShownReply[] {
  try {
    return tool
      .sampleReplies()
      .map((reply, at) => shownOrFault(`sample ${at + 1}`, (to) => shownFrom(tool, to, reply)))
  } catch (thrown) {
    return [fault('its samples', thrown)]
  }
}

function shownOrFault(to: string, show: (to: string) => ShownReply): ShownReply {
  try {
    return show(to)
  } catch (thrown) {
    return fault(to, thrown)
  }
}

function shownFrom({ facts }: MountedTool, to: string, reply: Reply): ShownReply {
  const concise = reply.text('concise')
  return facts.hasDetailed
    ? { to, kind: 'value', concise, detailed: reply.text('detailed') }
    : { to, kind: 'value', concise }
}

function fault(to: string, thrown: unknown): ShownReply {
  return { to, kind: 'fault', concise: thrown instanceof Error ? thrown.message : String(thrown) }
}
