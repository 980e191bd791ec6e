import type { ServerResponse } from 'node:http'

import { STATUS_OF, type Refusal } from './refusal.ts'

/** On every answer. What it says is for one operator, and no browser is to take it for a page or keep it. */
const GUARDED = Object.entries({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
})

export function guardAnswer(response: ServerResponse): void {
  for (const [name, value] of GUARDED) response.setHeader(name, value)
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

export function answerRefusal(response: ServerResponse, refusal: Refusal): void {
  const { code, message, headers } = refusal
  answerJson(response, STATUS_OF[code], { error: { code, message } }, headers)
}
