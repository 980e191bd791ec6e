import { request, type Agent } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

const LISTED = z.object({ result: z.object({ tools: z.array(z.object({ name: z.string() })) }) })
const CALLED = z.object({
  result: z.object({
    isError: z.boolean().optional(),
    content: z.array(z.looseObject({ text: z.string().optional() })),
  }),
})

export interface Posted {
  readonly status: number
  readonly challenge: string
  readonly body: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** A JSON-RPC message as bytes, with whatever headers a test wants. */
export async function postMcp(
  url: string,
  message: { readonly method: string; readonly params?: object },
  headers: Readonly<Record<string, string>> = {},
  agent?: Agent,
): Promise<Posted> {
  const sent = request(url, {
    method: 'POST',
    agent: agent ?? false,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      ...headers,
    },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Posted>()
  sent.on('error', reject)
  sent.on('response', (response) => {
    text(response).then(
      (body) =>
        resolve({
          status: response.statusCode ?? 0,
          challenge: response.headers['www-authenticate'] ?? '',
          body,
          headers: response.headers,
        }),
      reject,
    )
  })
  sent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, params: {}, ...message }))
  return promise
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

export const LIST = { method: 'tools/list' } as const

export const callOfTool = (name: string, args: object = {}) => ({
  method: 'tools/call',
  params: { name, arguments: args },
})

/** The names of the tools in an answer to a list. */
export function namesIn({ body }: Pick<Posted, 'body'>): readonly string[] {
  return LISTED.parse(jsonIn(body)).result.tools.map(({ name }) => name)
}

/** The text of an answer to a call. */
export function textIn({ body }: Posted): string {
  return CALLED.parse(jsonIn(body)).result.content[0]?.text ?? ''
}

function jsonIn(body: string): unknown {
  return JSON.parse(/^data: (.+)$/m.exec(body)?.[1] ?? body)
}
