import type { ServerResponse } from 'node:http'

/** An answer that is given before the protocol is reached. */
export interface Refusal {
  readonly status: number
  readonly message: string
  /** A JSON-RPC error code; -32000 unless the protocol names another. */
  readonly code?: number
  /** Of the request, where one was read. */
  readonly id?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export function answerRefusal(response: ServerResponse, refusal: Refusal): void {
  const { status, message, code = -32_000, id = null, headers } = refusal
  answerJson(response, status, { jsonrpc: '2.0', id, error: { code, message } }, headers)
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
