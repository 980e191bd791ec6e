import type { IncomingMessage, ServerResponse } from 'node:http'

import { addressOf, type ProtectedResource } from '../../kernel/protected-resource.ts'
import { answerJson } from './answer.ts'

const WELL_KNOWN = '/.well-known/oauth-protected-resource'

/** What follows is the path of the resource: `/mcp`, `/TOOLSET/mcp`, or with a proxy's own path before it. */
const PATH = /^\/\.well-known\/oauth-protected-resource(\/[\w./~-]*)?$/

/** Where the metadata of a resource are: its path is put behind the well-known one (RFC 9728, 3.1). */
export function metadataUrlOf(resource: string): string {
  const { origin, pathname } = new URL(resource)
  return `${origin}${WELL_KNOWN}${pathname}`
}

/**
 * Answers who issues tokens for this server, to anybody whose Host and Origin are allowed. It is the same for every
 * toolset there could be, so it does not tell which there are. Answers whether that was what the request was about.
 */
export function answerWellKnown(
  request: IncomingMessage,
  response: ServerResponse,
  oauth: ProtectedResource | undefined,
): boolean {
  // First of all: every request comes by here.
  if (!oauth) return false
  const { method, headers, url = '' } = request
  const [path = ''] = url.split('?', 1)
  const found = PATH.exec(path)
  if (!found) return false
  const document = documentAt(oauth, found[1])
  if (!document || !isRead(method, headers)) return false
  if (headers.origin !== undefined) {
    response.setHeader('access-control-allow-origin', headers.origin)
    response.setHeader('vary', 'origin')
  }
  if (method === 'OPTIONS') answerPreflight(response)
  else answerJson(response, 200, document, { 'cache-control': 'public, max-age=300' })
  return true
}

function isRead(method: string | undefined, headers: IncomingMessage['headers']): boolean {
  if (method === 'OPTIONS') return headers['access-control-request-method'] === 'GET'
  return method === 'GET'
}

/** A browser asks beforehand, because clients send the protocol's version along. */
function answerPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'GET',
    'access-control-allow-headers': 'mcp-protocol-version',
    'access-control-max-age': '600',
  })
  response.end()
}

function documentAt(oauth: ProtectedResource, path: string | undefined) {
  const resource = resourceAt(oauth, path)
  return (
    resource !== undefined && {
      resource,
      authorization_servers: oauth.issuers.map(({ issuer }) => issuer),
      bearer_methods_supported: ['header'],
      ...(oauth.scopes.length > 0 && { scopes_supported: oauth.scopes }),
    }
  )
}

/** The resource with this path; a proxy may have taken its own part of it away. */
function resourceAt(oauth: ProtectedResource, path: string | undefined): string | undefined {
  if (path === undefined || path === '/') return oauth.resource
  const { pathname } = new URL(oauth.resource)
  const prefix = pathname.slice(0, -'/mcp'.length)
  const own = path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path
  const toolset = /^\/(?:([a-z][a-z0-9_]{0,62})\/)?mcp$/.exec(own)
  return toolset ? addressOf(oauth, toolset[1]) : undefined
}
