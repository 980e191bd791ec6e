import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type AuthInfo } from '@modelcontextprotocol/server'
import { createServer, type Server } from 'node:http'

import type { Caller } from '../../kernel/call.ts'
import type { Counter } from '../../kernel/counter.ts'
import { loosenCall, loosenVersion } from '../loose-call.ts'
import { serverFactory } from '../server.ts'
import { allowed } from './allowed.ts'
import { answerRefusal } from './answer.ts'
import { directly, type ServeMessage } from './direct.ts'
import { front, type FrontParts } from './front.ts'

export interface HttpOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly demo: boolean
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly maxBodyBytes: number
  readonly isHealthy: () => Promise<boolean>
  readonly onRefused: FrontParts['onRefused']
  readonly onTrouble: (error: Error) => void
}

export interface HttpServer {
  /** For example `http://127.0.0.1:8080`. */
  readonly url: string
  /** Takes no new requests; resolves when the running ones are answered. */
  close(): Promise<void>
}

/** Longer than the 5 s for which LiveKit keeps an idle connection; closing first would kill its whole toolset. */
const KEEP_ALIVE_MS = 75_000

/** Serves every client over streamable HTTP, both protocol eras on one endpoint, without sessions. */
export async function serveOverHttp(counter: Counter, options: HttpOptions): Promise<HttpServer> {
  const { onTrouble } = options
  const mcp = createMcpHandler(
    serverFactory(counter, ({ authInfo }) => callerIn(authInfo)),
    { onerror: onTrouble },
  )
  const handle = front({
    ...options,
    counter,
    allowed: allowed(options.host, options.allowedHosts, options.allowedOrigins),
    forward: forwardTo(
      directly({ counter, callerIn, sdk: onNode(toNodeHandler(mcp, { onerror: onTrouble })) }),
    ),
  })
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      onTrouble(error instanceof Error ? error : new Error(String(error)))
      if (response.headersSent) response.destroy()
      else answerRefusal(response, { status: 500, code: -32_603, message: 'Internal error.' })
    })
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.headersTimeout = 15_000
  server.requestTimeout = 30_000
  await listening(server, options)
  return {
    url: urlOf(server, options.host),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await closed
      await mcp.close()
    },
  }
}

/** The adapter's types want a `Request` rather than Node's own. */
function onNode(handler: ReturnType<typeof toNodeHandler>): ServeMessage {
  return handler as ServeMessage
}

function forwardTo(serveMcp: ServeMessage): FrontParts['forward'] {
  return async (request, response, caller, message) => {
    // Some clients name only one of the two; both are always understood here.
    request.headers.accept = 'application/json, text/event-stream'
    const forwarded = Object.assign(request, { auth: authInfoOf(caller) })
    loosenVersion(request.headers, message)
    await serveMcp(forwarded, response, loosenCall(message))
  }
}

/** The SDK hands `authInfo` through to the factory untouched; it is our way of passing the caller. */
function authInfoOf(caller: Caller): AuthInfo {
  return { token: '', clientId: '', scopes: [], extra: { caller } }
}

function callerIn(authInfo: AuthInfo | undefined): Caller {
  const caller = authInfo?.extra?.['caller']
  if (caller === undefined) throw new Error('A request reached the protocol without its caller.')
  return caller as Caller
}

function listening(server: Server, { host, port }: HttpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
