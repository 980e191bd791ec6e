import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  StreamableHTTPClientTransport,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/client'
import { setTimeout } from 'node:timers/promises'

export interface ToolcribOptions {
  /** As `toolcrib connect livekit` prints it, for example `http://127.0.0.1:8080/mcp?client=voice`. */
  readonly url: string
  /** What a caller proves, such as who they are, holds in one conversation. No two callers may share its name. */
  readonly conversation: string
  /** What `toolcrib keys add` printed; the demo needs none. */
  readonly key?: string | undefined
  /** How long a call may take. Toolcrib answers a voice client within 4 s; who gives up before never hears why. */
  readonly patienceMs?: number
}

/** How a call ended, in words for the model. */
export interface Answer {
  readonly text: string
  readonly isError: boolean
}

export interface ToolcribConnection {
  /** The tools as they are now. Rejects when Toolcrib is out of reach. */
  list(): Promise<readonly Tool[]>
  /** Never rejects: whatever happens is an answer that a model can act on. */
  call(name: string, input: Record<string, unknown>, signal: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

const PATIENCE_MS = 8_000
const LIST_KEPT_MS = 60_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

const TOO_SLOW =
  'That is taking too long, and a change may still go through. Check whether it did before trying again.'
const OUT_OF_REACH =
  'The tools are out of reach just now. Check whether a change went through before trying again, or offer to call back.'

/**
 * Keeps a connection for the length of a conversation, and hands `onList` every list that differs from the one before.
 * A connection that breaks is made anew, in the background or by the next call. A call that broke off with it is not
 * repeated here: it may have done its work.
 */
export function toolcribConnection(
  options: ToolcribOptions,
  onList: (tools: readonly Tool[]) => void,
): ToolcribConnection {
  const { patienceMs = PATIENCE_MS } = options
  const closing = new AbortController()
  let latest: Client | undefined
  let connected: Promise<Client> | undefined
  let told = ''

  async function connect(): Promise<Client> {
    try {
      const client = await connectedClient(options, tell)
      latest = client
      client.onclose = () => drop(client)
      // The stream on which the server says that its list has changed. It ends when the server does.
      void client.autoOpenedSubscription?.closed.then(() => drop(client))
      return client
    } catch (error) {
      connected = undefined
      throw error
    }
  }

  function drop(client: Client): void {
    if (latest !== client) return
    latest = undefined
    connected = undefined
    void client.close().catch(() => {})
    void comeBack()
  }

  async function comeBack(): Promise<void> {
    const { signal } = closing
    for (
      let pauseMs = FIRST_PAUSE_MS;
      !signal.aborted;
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
    ) {
      await setTimeout(pauseMs, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted || (await isThere())) return
    }
  }

  const isThere = (): Promise<boolean> =>
    list().then(
      () => true,
      () => false,
    )

  function tell(tools: readonly Tool[]): void {
    const now = JSON.stringify(tools)
    if (now !== told) onList(tools)
    told = now
  }

  async function list(): Promise<readonly Tool[]> {
    connected ??= connect()
    const client = await connected
    const { tools } = await client.listTools({}, { timeout: patienceMs })
    tell(tools)
    return tools
  }

  return {
    list,
    async call(name, input, signal) {
      connected ??= connect()
      let client: Client | undefined
      try {
        client = await connected
        const limits = { timeout: patienceMs, signal }
        const result = await client.callTool({ name, arguments: input }, limits)
        // For a server that does not announce changes. Asks it when the list it gave has become old, and not before.
        void isThere()
        return answerOf(result)
      } catch (error) {
        if (isTimeout(error)) return { text: TOO_SLOW, isError: true }
        // An answer, if only that the server did not understand: the connection holds.
        if (client && !(error instanceof ProtocolError) && !signal.aborted) drop(client)
        return { text: OUT_OF_REACH, isError: true }
      }
    },
    async close() {
      closing.abort()
      const client = latest
      latest = undefined
      connected = undefined
      await client?.close()
    },
  }
}

async function connectedClient(
  { url, conversation, key, patienceMs = PATIENCE_MS }: ToolcribOptions,
  onList: (tools: readonly Tool[]) => void,
): Promise<Client> {
  const client = new Client(
    { name: 'livekit-agents', version: '1.9.0' },
    {
      versionNegotiation: { mode: 'auto' },
      defaultCacheTtlMs: LIST_KEPT_MS,
      listChanged: { tools: { onChanged: (_error, tools) => tools && onList(tools) } },
    },
  )
  const headers = {
    'Toolcrib-Conversation': conversation,
    ...(key !== undefined && { Authorization: `Bearer ${key}` }),
  }
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } })
  await client.connect(transport, { timeout: patienceMs })
  return client
}

function answerOf({ content, isError = false }: CallToolResult): Answer {
  const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []))
  return { text: texts.join('\n'), isError }
}

function isTimeout(error: unknown): boolean {
  return error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout
}
