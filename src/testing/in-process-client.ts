import { InMemoryTransport, LATEST_PROTOCOL_VERSION } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import * as z from 'zod'

import type { Caller } from '../kernel/call.ts'
import type { Counter } from '../kernel/counter.ts'
import type { JsonSchema } from '../kernel/input.ts'
import { looseTransport } from '../mcp/loose-call.ts'
import { serverFactory } from '../mcp/server.ts'
import { VERSION } from '../version.ts'

/** A tool as `tools/list` gives it to a client. Other fields are there as they came. */
export interface ListedTool {
  /** The full name, such as `stock_count`. */
  readonly name: string
  /** The one text that a model reads about it. */
  readonly description: string
  /** What it takes. */
  readonly inputSchema: JsonSchema
  /** What else the profile's clients are told, such as `title` and `annotations`. */
  readonly [field: string]: unknown
}

/** What `tools/call` came to, as a client receives it. */
export interface ToolResult {
  /** Blocks of `type` `text`, `image`, `audio` or `resource`. Voice gets exactly one, and it is a text. */
  readonly content: readonly { readonly type: string; readonly text?: string | undefined }[]
  /** Whether it is a refusal or a bug. */
  readonly isError?: boolean | undefined
  /** The handler's value, for profiles that read it. */
  readonly structuredContent?: unknown
  /** What else came with it, such as `_meta`. */
  readonly [field: string]: unknown
}

/** A client in the same process. It speaks the revision of MCP that most clients in the field speak. */
export interface TestClient {
  /** The tools that this client sees. */
  listTools(): Promise<readonly ListedTool[]>
  /** Calls a tool by its full name. `args` is sent as it is. Rejects only when the answer is a protocol error. */
  callTool(name: string, args?: unknown): Promise<ToolResult>
  /** Ends the connection. Calls that are still open reject. */
  close(): Promise<void>
}

const listed = z.object({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      description: z.string(),
      inputSchema: z.record(z.string(), z.unknown()),
    }),
  ),
})

const called = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  isError: z.boolean().optional(),
})

const answered = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

/**
 * Connects a client to the server that stdio is served by, over a pair of queues in place of a pipe.
 * @internal
 */
export async function connectInProcess(counter: Counter, caller: Caller): Promise<TestClient> {
  const [near, far] = InMemoryTransport.createLinkedPair()
  const server = serveStdio(
    serverFactory(counter, () => caller),
    { transport: looseTransport(far) },
  )
  const open = new Map<number, PromiseWithResolvers<unknown>>()
  Object.assign(near, {
    onmessage(message: unknown) {
      const { success, data } = answered.safeParse(message)
      // A notification is nobody's answer.
      if (!success) return
      const { id, result, error } = data
      if (error) open.get(id)?.reject(new Error(error.message))
      else open.get(id)?.resolve(result)
      open.delete(id)
    },
    onclose() {
      for (const { reject } of open.values()) reject(new Error('The connection was closed.'))
      open.clear()
    },
  })
  await near.start()

  let lastId = 0
  const ask = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    lastId += 1
    const answer = Promise.withResolvers<unknown>()
    open.set(lastId, answer)
    await near.send({ jsonrpc: '2.0', id: lastId, method, params })
    return answer.promise
  }
  await ask('initialize', {
    protocolVersion: LATEST_PROTOCOL_VERSION,
    capabilities: {},
    clientInfo: { name: 'toolcrib-testing', version: VERSION },
  })
  await near.send({ jsonrpc: '2.0', method: 'notifications/initialized' })

  return Object.freeze<TestClient>({
    listTools: async () => listed.parse(await ask('tools/list', {})).tools,
    callTool: async (name, args = {}) =>
      called.parse(await ask('tools/call', { name, arguments: args })),
    close: async () => {
      await near.close()
      await server.close()
    },
  })
}
