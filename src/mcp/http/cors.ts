import type { IncomingMessage, ServerResponse } from 'node:http'

import { CONVERSATION_HEADER } from './caller.ts'

/** What a page of an allowed origin may send. */
const HEADERS = [
  'authorization',
  'content-type',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  CONVERSATION_HEADER,
].join(', ')

/**
 * Lets a browser show our answers to the page that asked, whose origin was already found to be allowed. Answers
 * whether this was only the browser's question beforehand, which is then done with. Credentials are never allowed:
 * a key is something a page has to hold itself.
 */
export function answerBrowser(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { origin } = headers
  if (origin === undefined) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'origin')
  // Where a page learns how to get a token.
  response.setHeader('access-control-expose-headers', 'www-authenticate')
  if (method !== 'OPTIONS' || headers['access-control-request-method'] !== 'POST') return false
  response.writeHead(204, {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': HEADERS,
    'access-control-max-age': '600',
  })
  response.end()
  return true
}
