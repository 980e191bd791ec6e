import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'

/** A certificate with its chain, and its key, both in PEM. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
}

export interface ServerLimits {
  /** Without it requests come in clear text: right on loopback, and behind a proxy. */
  readonly certificate?: Certificate | undefined
  /** More sockets than this are closed as they come. */
  readonly maxConnections?: number
}

/** Longer than the 5 s for which LiveKit keeps an idle connection; closing first would kill its whole toolset. */
const KEEP_ALIVE_MS = 75_000

/** How long a client may take to send its headers, and its whole request. Slower ones are closed (Slowloris). */
const HEADERS_MS = 15_000
const REQUEST_MS = 30_000

/** How often that is looked at; by itself Node does every 30 s. */
const LOOK_EVERY_MS = 2_000

/** Headers of a request, all together. */
const MAX_HEADER_BYTES = 16_384

/** A server whose every limit is said, because what Node leaves open is open. */
export function guardedServer(
  handle: RequestListener,
  { certificate, maxConnections }: ServerLimits,
): Server {
  const options = {
    connectionsCheckingInterval: LOOK_EVERY_MS,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
    requireHostHeader: true,
    noDelay: true,
  }
  const server = certificate
    ? createTlsServer({ ...options, ...certificate, minVersion: 'TLSv1.2' }, handle)
    : createServer(options, handle)
  if (maxConnections !== undefined) server.maxConnections = maxConnections
  server.maxHeadersCount = 100
  return server
}
