import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a page of an allowed origin may send. */
export interface BrowserTerms {
  readonly methods: readonly string[]
  readonly headers: readonly string[]
}

/**
 * Lets a browser show our answers to the page that asked, whose origin was already found to be allowed. Answers
 * whether this was only the browser's question beforehand, which is then done with. Credentials are never allowed:
 * a key is something a page has to hold itself.
 */
export function answerBrowser(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  terms: BrowserTerms,
): boolean {
  const { origin } = headers
  if (origin === undefined) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'origin')
  const wanted = headers['access-control-request-method']
  if (method !== 'OPTIONS' || wanted === undefined || !terms.methods.includes(wanted)) return false
  response.writeHead(204, {
    'access-control-allow-methods': terms.methods.join(', '),
    'access-control-allow-headers': terms.headers.join(', '),
    'access-control-max-age': '600',
  })
  response.end()
  return true
}
