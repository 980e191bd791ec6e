import type { Client, Tool } from '@modelcontextprotocol/client'

export interface ToolCall {
  readonly name: string
  readonly input: Record<string, unknown>
}

/** What came of a call, in the words that the model reads. */
export interface Heard {
  readonly call: ToolCall
  readonly text: string
  readonly isError: boolean
}

export type Message =
  | { readonly from: 'user'; readonly text: string }
  | { readonly from: 'model'; readonly turn: Turn }
  | { readonly from: 'tools'; readonly heard: readonly Heard[] }

/** What a model makes of a conversation: calls that it wants at once, or, without any, words for the user. */
export interface Turn {
  readonly say?: string
  readonly calls?: readonly ToolCall[]
}

/** Any model. Without tools it has to answer in words. */
export interface Model {
  reply(messages: readonly Message[], tools: readonly Tool[]): Turn | Promise<Turn>
}

export interface LoopParts {
  readonly model: Model
  readonly client: Client
  readonly tools: readonly Tool[]
  /** What keeps this caller's proofs apart from the next one's. */
  readonly conversation: string
  /** Rounds of calls before the model must answer with what it has. */
  readonly mostRounds: number
  readonly signal: AbortSignal
  readonly watch: Watch
}

/** Follows a conversation while it happens. */
export interface Watch {
  /** The model's words. */
  says(text: string): void
  calls(call: ToolCall): void
  heard(heard: Heard): void
}

/** Longer than Toolcrib ever takes for a voice client, which it answers within 4 s. */
const PATIENCE_MS = 8_000

const OUT_OF_REACH =
  'The tools are out of reach just now. Check whether a change went through before trying again.'

/** Answers one message of the user. Ends early, without words, when the caller hangs up. */
export async function answer(parts: LoopParts, history: Message[], text: string): Promise<void> {
  const { model, tools, mostRounds, signal, watch } = parts
  history.push({ from: 'user', text })
  for (let round = 0; ; round += 1) {
    // A model that calls and calls leaves its caller in silence. After the last round it has no tools left.
    const turn = await model.reply(history, round < mostRounds ? tools : [])
    history.push({ from: 'model', turn })
    const { say, calls = [] } = turn
    if (say !== undefined) watch.says(say)
    if (calls.length === 0) return
    // What a model asks for at once does not depend on each other. Toolcrib keeps the writes among it in order.
    const heard = await Promise.all(
      calls.map(async (call) => {
        watch.calls(call)
        const one = await hear(parts, call)
        watch.heard(one)
        return one
      }),
    )
    if (signal.aborted) return
    history.push({ from: 'tools', heard })
  }
}

/** A call never throws: its error is the next thing the model reads, and Toolcrib's says what to do about it. */
async function hear({ client, conversation, signal }: LoopParts, call: ToolCall): Promise<Heard> {
  const { name, input } = call
  const _meta = { 'dev.toolcrib/conversation': conversation }
  try {
    const { content, isError = false } = await client.callTool(
      { name, arguments: input, _meta },
      { timeout: PATIENCE_MS, signal },
    )
    const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []))
    return { call, text: texts.join('\n'), isError }
  } catch {
    return { call, text: OUT_OF_REACH, isError: true }
  }
}
