import { toNodeHandler } from '@modelcontextprotocol/node'
import {
  createMcpHandler,
  type AuthInfo,
  type McpServerFactory,
} from '@modelcontextprotocol/server'

import { allowed } from '../../http/allowed.ts'
import { guardedServer, type ServerLimits } from '../../http/guarded-server.ts'
import { remoteAddressBy } from '../../http/remote-address.ts'
import { listenAt } from '../../http/listen.ts'
import type { Caller } from '../../kernel/call.ts'
import type { Counter } from '../../kernel/counter.ts'
import type { Clock } from '../../kernel/host.ts'
import type { ProtectedResource } from '../../kernel/protected-resource.ts'
import { loosenCall, loosenVersion } from '../loose-call.ts'
import { serverFactory } from '../server.ts'
import { answerRefusal } from './answer.ts'
import { directly, type ServeMessage } from './direct.ts'
import { isModern } from './era.ts'
import { front, type FrontParts, type Guest } from './front.ts'
import { sessionHolder } from './session-holder.ts'
import type { SessionLimits } from './session-table.ts'
import { sessions, type Sessions } from './sessions.ts'
import { MOST_LISTENERS, openStreams, type OpenStreams } from './open-streams.ts'

export interface HttpOptions extends ServerLimits {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly demo: boolean
  /** This server as a resource of OAuth; without it there are only keys. */
  readonly oauth?: ProtectedResource | undefined
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly maxBodyBytes: number
  /** Proxies that are believed about where a request comes from. Default: none. */
  readonly trustedProxies?: readonly string[]
  /** By which sessions expire. Without it, or without limits, there are none. */
  readonly clock?: Clock
  readonly sessions?: SessionLimits
  /** Whether the list of tools may change while clients are connected. Default false. */
  readonly isLive?: boolean
  readonly isHealthy: () => Promise<boolean>
  readonly onRefused: FrontParts['onRefused']
  readonly onTrouble: (error: Error) => void
}

export interface HttpServer {
  /** For example `http://127.0.0.1:8080`. */
  readonly url: string
  /** Tells every client that listens that its list of tools may have changed. */
  listChanged(): Promise<void>
  /** Takes no new requests; resolves when the running ones are answered. */
  close(): Promise<void>
}

/** Serves every client over streamable HTTP, both protocol eras on one endpoint. */
export async function serveOverHttp(counter: Counter, options: HttpOptions): Promise<HttpServer> {
  const { onTrouble } = options
  const mcp = createMcpHandler(statelessly(counter, options), {
    onerror: onTrouble,
    maxSubscriptions: MOST_LISTENERS,
  })
  const held = heldSessions(counter, options)
  const streams = openStreams()
  const handle = front({
    ...options,
    counter,
    remoteAddressOf: remoteAddressBy(options.trustedProxies ?? []),
    allowed: allowed(options.host, options.allowedHosts, options.allowedOrigins),
    hasSessions: held !== undefined,
    forward: forwardTo({
      held,
      stateless: directly({
        counter,
        guestIn,
        sdk: onNode(toNodeHandler(mcp, { onerror: onTrouble })),
      }),
      streams,
    }),
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
    async listChanged() {
      mcp.notify.toolsChanged()
      await held?.listChanged()
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // They would never end by themselves; what is being answered does.
      streams.end()
      await closed
      await Promise.all([mcp.close(), held?.close()])
    },
  }
}

/** Word of a changed list is promised to those that can hear it: a 2025-era client without a session cannot. */
function statelessly(counter: Counter, { isLive = false }: HttpOptions): McpServerFactory {
  const modern = factoryOf(counter, isLive)
  const legacy = factoryOf(counter, false)
  return (context) => (context.era === 'modern' ? modern(context) : legacy(context))
}

function factoryOf(counter: Counter, isLive: boolean): McpServerFactory {
  const callerOf = ({ authInfo }: { readonly authInfo?: AuthInfo }): Caller =>
    guestIn(authInfo).caller
  return serverFactory(counter, callerOf, isLive ? () => {} : undefined)
}

function heldSessions(counter: Counter, options: HttpOptions): Sessions | undefined {
  const { clock, sessions: limits, isLive = false, onTrouble } = options
  if (!clock || !limits) return undefined
  return sessions({ clock, limits, factory: factoryOf(counter, isLive), onTrouble })
}

interface Ways {
  readonly held: Sessions | undefined
  readonly stateless: ServeMessage
  readonly streams: OpenStreams
}

/** The adapter's types want a `Request` rather than Node's own. */
function onNode(handler: ReturnType<typeof toNodeHandler>): ServeMessage {
  return handler as ServeMessage
}

function forwardTo({ held, stateless, streams }: Ways): FrontParts['forward'] {
  return async (request, response, guest, message) => {
    const forwarded = Object.assign(request, { auth: authInfoOf(guest) })
    if (request.method === 'GET') streams.add(response)
    if (message) {
      // Some clients name only one of the two; both are always understood here.
      request.headers.accept = 'application/json, text/event-stream'
      loosenVersion(request.headers, message)
    }
    const loosened = message && loosenCall(message)
    const { principal } = guest
    if (
      message?.['method'] === 'subscriptions/listen' &&
      !streams.addListener(response, sessionHolder(principal))
    )
      return answerRefusal(response, { ...TOO_MANY_LISTEN, id: message['id'] })
    const visit = { request: forwarded, response, principal, message: loosened }
    if (held && !isModern(request, loosened) && (await held.serve(visit))) return
    await stateless(forwarded, response, loosened)
  }
}

/** As the SDK says it when all listeners together are too many. */
const TOO_MANY_LISTEN = {
  status: 200,
  code: -32_603,
  message:
    'This client listens often enough already. Close another of its streams, or ask for the list again now and then.',
}

/** The SDK hands `authInfo` through to the factory untouched; it is our way of passing who has come in. */
function authInfoOf(guest: Guest): AuthInfo {
  return { token: '', clientId: '', scopes: [], extra: { guest } }
}

function guestIn(authInfo: AuthInfo | undefined): Guest {
  const guest = authInfo?.extra?.['guest']
  if (guest === undefined) throw new Error('A request reached the protocol without its caller.')
  return guest as Guest
}
