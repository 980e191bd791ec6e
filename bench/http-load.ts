import { Agent, request } from 'node:http'

import { ARGUMENTS } from './shop.ts'

export interface Load {
  readonly url: string
  readonly tool: string
  /** How many calls are under way at once, each on a connection of its own. */
  readonly concurrency: number
}

export interface LoadFigures {
  readonly calls: number
  readonly perSecond: number
}

/** Calls a tool over and over for so long. */
export async function callsPerSecond(load: Load, forMs: number): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.concurrency })
  const startedMs = performance.now()
  const endMs = startedMs + forMs
  let calls = 0
  const lane = async (_: unknown, at: number): Promise<void> => {
    while (performance.now() < endMs) {
      await callOnce(load, agent, at)
      calls++
    }
  }
  await Promise.all(Array.from({ length: load.concurrency }, lane))
  const perSecond = (calls * 1_000) / (performance.now() - startedMs)
  agent.destroy()
  return { calls, perSecond }
}

/** Each lane is a conversation of its own. */
function callOnce({ url, tool }: Load, agent: Agent, lane: number): Promise<void> {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: tool,
      arguments: ARGUMENTS,
      _meta: { 'dev.toolcrib/conversation': `room-${lane}` },
    },
  })
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const asking = request(
      `${url}/mcp?client=voice`,
      { method: 'POST', agent, headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.once('end', () => {
          const went =
            response.statusCode === 200 && text.includes('"content"') && !text.includes('isError')
          if (went) resolve()
          else reject(new Error(`The server answered ${response.statusCode}: ${text}`))
        })
      },
    )
    asking.once('error', reject)
    asking.end(body)
  })
}
