import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, type AuthInfo } from '@modelcontextprotocol/server'

import { allowed } from '../../http/allowed.ts'
import { guardedServer, type Certificate } from '../../http/guarded-server.ts'
import { remoteAddressBy } from '../../http/remote-address.ts'
import { listenAt } from '../../http/listen.ts'
import type { Caller } from '../../kernel/call.ts'
import type { Counter } from '../../kernel/counter.ts'
import { loosenCall, loosenVersion } from '../loose-call.ts'
import { serverFactory } from '../server.ts'
import { answerRefusal } from './answer.ts'
import { front, type FrontParts } from './front.ts'

export interface HttpOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly demo: boolean
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly maxBodyBytes: number
  /** Default: as many as the system allows. */
  readonly maxConnections?: number
  /** Proxies that are believed about where a request comes from. Default: none. */
  readonly trustedProxies?: readonly string[]
  /** Default: none, and requests come in clear text. */
  readonly certificate?: Certificate | undefined
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
    remoteAddressOf: remoteAddressBy(options.trustedProxies ?? []),
    allowed: allowed(options.host, options.allowedHosts, options.allowedOrigins),
    forward: forwardTo(toNodeHandler(mcp, { onerror: onTrouble })),
  })
  const server = guardedServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      onTrouble(error instanceof Error ? error : new Error(String(error)))
      if (response.headersSent) response.destroy()
      else answerRefusal(response, { status: 500, code: -32_603, message: 'Internal error.' })
    })
  }, options)
  const url = await listenAt(server, options)
  return {
    url,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await closed
      await mcp.close()
    },
  }
}

function forwardTo(serveMcp: ReturnType<typeof toNodeHandler>): FrontParts['forward'] {
  return async (request, response, caller, message) => {
    // Some clients name only one of the two; both are always understood here.
    request.headers.accept = 'application/json, text/event-stream'
    const forwarded = Object.assign(request, { auth: authInfoOf(caller) })
    loosenVersion(request.headers, message)
    await serveMcp(forwarded as Parameters<typeof serveMcp>[0], response, loosenCall(message))
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
