import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'

/** A certificate with its chain, and its key, both in PEM. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
}

/** What one connection may take, in milliseconds and bytes. */
export interface SocketLimits {
  /** How long a client may take to agree on TLS, to send its headers, and its whole request (Slowloris). */
  readonly handshakeMs: number
  readonly headersMs: number
  readonly requestMs: number
  /** How often the last two are looked at; by itself Node does every 30 s. */
  readonly lookEveryMs: number
  /** How long a connection may lie idle between two requests. */
  readonly keepAliveMs: number
  /** Headers of a request, all together. */
  readonly maxHeaderBytes: number
}

export const SOCKET_LIMITS: SocketLimits = Object.freeze({
  handshakeMs: 15_000,
  headersMs: 15_000,
  requestMs: 30_000,
  lookEveryMs: 2_000,
  // Longer than the 5 s for which LiveKit keeps an idle connection; closing first would kill its whole toolset.
  keepAliveMs: 75_000,
  maxHeaderBytes: 16_384,
})

export interface ServerLimits {
  /** Without it requests come in clear text: right on loopback, and behind a proxy. */
  readonly certificate?: Certificate | undefined
  /** More sockets than this are closed as they come. Default: as many as the system allows. */
  readonly maxConnections?: number
  /** Default: `SOCKET_LIMITS`. */
  readonly socketLimits?: SocketLimits
}

/** A server whose every limit is said, because what Node leaves open is open. */
export function guardedServer(
  handle: RequestListener,
  { certificate, maxConnections, socketLimits = SOCKET_LIMITS }: ServerLimits,
): Server {
  const options = {
    connectionsCheckingInterval: socketLimits.lookEveryMs,
    headersTimeout: socketLimits.headersMs,
    requestTimeout: socketLimits.requestMs,
    keepAliveTimeout: socketLimits.keepAliveMs,
    maxHeaderSize: socketLimits.maxHeaderBytes,
    insecureHTTPParser: false,
    requireHostHeader: true,
    noDelay: true,
  }
  const { handshakeMs: handshakeTimeout } = socketLimits
  const tls = { ...certificate, handshakeTimeout, minVersion: 'TLSv1.2' as const }
  const server = certificate
    ? createTlsServer({ ...options, ...tls }, handle)
    : createServer(options, handle)
  if (maxConnections !== undefined) server.maxConnections = maxConnections
  server.maxHeadersCount = 100
  return server
}
