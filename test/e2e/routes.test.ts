import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

import { LIST } from '../support/post-mcp.ts'
import { serveWithTokens } from '../support/serve-with-tokens.ts'
import { startIssuer } from '../support/token-issuer.ts'

const METADATA = '/.well-known/oauth-protected-resource'

const PATHS = [
  '/',
  '/mcp',
  '/mcp/',
  '/front/mcp',
  '/nothing/mcp',
  '/sse',
  '/messages',
  '/healthz',
  '/healthz/',
  '/metrics',
  '/debug',
  '/debug/pprof',
  '/status',
  '/config',
  '/test-connection',
  '/register',
  '/authorize',
  '/token',
  '/admin',
  '/openapi.json',
  '/v1/operator',
  '/v1/tickets',
  '/v1/events',
  '/.env',
  '/../toolcrib.yaml',
  METADATA,
  `${METADATA}/mcp`,
  `${METADATA}/front/mcp`,
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
]

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/** What may be read by anybody: whether the server is well, and who issues tokens for it. */
const OPEN = ['/healthz', METADATA, `${METADATA}/mcp`, `${METADATA}/front/mcp`]

async function answerTo(port: number, method: string, path: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; said: string }>()
  const body = method === 'POST' ? JSON.stringify({ jsonrpc: '2.0', id: 1, ...LIST }) : ''
  const sent = request({ port, path, method, agent: false, headers: JSON_BODY })
  sent.on('error', reject).on('response', (response) => {
    const { statusCode: status = 0 } = response
    text(response).then((said) => resolve({ status, said }), reject)
  })
  sent.end(body)
  return promise
}

const JSON_BODY = { 'content-type': 'application/json' }

it('S4 and CVE-2026-33032: nothing is served without a credential but what is meant for everybody, whatever the path and the method', async () => {
  const issuer = await startIssuer()
  const served = await serveWithTokens({ issuer: issuer.issuer })
  const port = Number(new URL(served.url).port)
  const open: string[] = []
  for (const path of PATHS)
    for (const method of METHODS) {
      const { status, said } = await answerTo(port, method, path)
      if (status < 400) open.push(`${method} ${path}`)
      expect(said, `${method} ${path}`).not.toContain('shop_')
      expect(status, `${method} ${path}`).toBeLessThan(500)
    }
  expect(open).toEqual(OPEN.map((path) => `GET ${path}`))
})

it('S4: a session’s id opens no stream and ends none without its credential', async () => {
  const issuer = await startIssuer()
  const served = await serveWithTokens({ issuer: issuer.issuer })
  for (const method of ['GET', 'DELETE', 'POST']) {
    const response = await fetch(served.url, {
      method,
      headers: { ...JSON_BODY, 'mcp-session-id': 'a'.repeat(43) },
      ...(method === 'POST' && { body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...LIST }) }),
    })
    // Without sessions such a method is none at all.
    expect([401, 405], method).toContain(response.status)
  }
})
