import * as z from 'zod'

/** What came back for one request, whether as JSON or as a stream that has ended. */
export interface RawReply {
  readonly status: number
  readonly session: string | null
  readonly text: string
  /** The last JSON-RPC message in it. */
  readonly body: z.output<typeof body>
}

const body = z.looseObject({
  id: z.unknown().optional(),
  result: z.looseObject({}).optional(),
  error: z
    .looseObject({ code: z.number(), message: z.string(), data: z.unknown().optional() })
    .optional(),
})

type Headers = Readonly<Record<string, string>>

/** Sends anything at all to an endpoint, with the headers that every client sends. */
export async function sendRaw(
  url: string,
  message: unknown,
  { method = 'POST', headers = {} }: { readonly method?: string; readonly headers?: Headers } = {},
): Promise<RawReply> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/json, text/event-stream',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(method === 'POST' && {
      body: typeof message === 'string' ? message : JSON.stringify(message),
    }),
  })
  const text = await response.text()
  const json = [...text.matchAll(/^data: (.+)$/gm)].at(-1)?.[1] ?? text
  return {
    status: response.status,
    session: response.headers.get('mcp-session-id'),
    text,
    body: body.parse(json === '' ? {} : JSON.parse(json)),
  }
}

export const MODERN = '2026-07-28'

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': MODERN,
  'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1.0.0' },
}

/** A 2026-era message and the headers that go with it. */
export function modern(method: string, params: object = {}, meta: object = ENVELOPE) {
  const name = 'name' in params && typeof params.name === 'string' ? params.name : undefined
  return {
    message: { jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: meta } },
    headers: {
      'mcp-protocol-version': MODERN,
      'mcp-method': method,
      ...(name !== undefined && { 'mcp-name': name }),
    },
  }
}

export function sendModern(url: string, method: string, params: object = {}): Promise<RawReply> {
  const { message, headers } = modern(method, params)
  return sendRaw(url, message, { headers })
}

export function initialize(capabilities: object = { elicitation: {} }) {
  const clientInfo = { name: 'raw', version: '1.0.0' }
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo }
  return { jsonrpc: '2.0', id: 1, method: 'initialize', params }
}
