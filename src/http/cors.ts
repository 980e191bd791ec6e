import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a page of an allowed origin may send. */
export interface BrowserTerms {
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  /** Headers of answers that the page may read. Default: those that every page may. */
  readonly exposed?: readonly string[]
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
  const { methods, headers: asked, exposed = [] } = terms
  if (exposed.length > 0) response.setHeader('access-control-expose-headers', exposed.join(', '))
  const wanted = headers['access-control-request-method']
  if (method !== 'OPTIONS' || wanted === undefined || !methods.includes(wanted)) return false
  response.writeHead(204, {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': asked.join(', '),
    'access-control-max-age': '600',
  })
  response.end()
  return true
}
