import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'

import { callResult } from './clients.ts'

const YES = { action: 'accept' as const, content: { confirm: true } }

interface Dialog {
  readonly question: string
  /** Whether the server took the question back. */
  isClosed(): boolean
  yes(): void
}

/** The answer to a call, as it comes. */
interface CallStream {
  /** Whether the server has ended it. */
  isOver: boolean
  drop(): void
}

export interface HeldDialogs {
  readonly sessionId: string | undefined
  readonly dialogs: readonly Dialog[]
  /** One for each call that has begun to be answered, in order. */
  readonly streams: readonly CallStream[]
  /** How many withdrawals the server has taken in. */
  withdrawals(): number
  /** Answers the first text. */
  call(name: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<string>
}

/** A v1 client over HTTP whose person leaves every dialog open until the test says yes, and whose calls can be dropped. */
export async function holdDialogs(url: string): Promise<HeldDialogs> {
  const dialogs: Dialog[] = []
  const streams: CallStream[] = []
  let withdrawals = 0
  const client = new Client({ name: 'x', version: '1' }, { capabilities: { elicitation: {} } })
  client.setRequestHandler(ElicitRequestSchema, ({ params }, { signal }) => {
    const { promise, resolve } = Promise.withResolvers<typeof YES>()
    dialogs.push({
      question: params.message,
      isClosed: () => signal.aborted,
      yes: () => resolve(YES),
    })
    return promise
  })
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: async (to, init) => {
      const sent = typeof init?.body === 'string' ? init.body : ''
      if (sent.includes('"tools/call"')) return droppable(to, init, streams)
      const response = await fetch(to, init)
      if (sent.includes('"notifications/cancelled"')) withdrawals += 1
      return response
    },
  })
  await client.connect(transport)
  onTestFinished(() => client.close())
  return {
    sessionId: transport.sessionId,
    dialogs,
    streams,
    withdrawals: () => withdrawals,
    call: async (name, args, signal) => {
      const params = { name, arguments: args }
      const answer = await client.callTool(params, undefined, signal ? { signal } : {})
      return callResult.parse(answer).content[0]?.text ?? ''
    },
  }
}

async function droppable(
  to: string | URL,
  init: RequestInit | undefined,
  streams: CallStream[],
): Promise<Response> {
  const socket = new AbortController()
  const signal = AbortSignal.any([socket.signal, ...(init?.signal ? [init.signal] : [])])
  const response = await fetch(to, { ...init, signal })
  const stream = { isOver: false, drop: () => socket.abort() }
  streams.push(stream)
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    flush: () => void (stream.isOver = true),
  })
  return new Response(response.body?.pipeThrough(watch) ?? null, response)
}
