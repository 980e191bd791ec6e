import type { IncomingMessage } from 'node:http'

import { isLoopback } from '../kernel/loopback.ts'

/** Which `Host` and `Origin` headers may come in. */
export interface Allowed {
  /** Host names, lower case, without port. */
  readonly hosts: ReadonlySet<string>
  /** Whole origins, such as `https://app.example.com`. */
  readonly origins: ReadonlySet<string>
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** The names of the address that is listened on, and those that config adds. */
export function allowed(
  host: string,
  allowedHosts: readonly string[],
  allowedOrigins: readonly string[],
): Allowed {
  const listening = host.includes(':') ? `[${host}]` : host
  // A server on every address is on loopback, too.
  const isLocal = isLoopback(host) || host === '0.0.0.0' || host === '::'
  const own = isLocal ? [...LOOPBACK, listening] : [listening]
  return {
    hosts: new Set([...own, ...allowedHosts].map((name) => hostName(name) ?? name.toLowerCase())),
    origins: new Set(allowedOrigins),
  }
}

/**
 * Whether the request was meant for this server. A page in a victim's browser can reach a loopback port by DNS
 * rebinding (CVE-2025-66414 and many of its kind); then `Host` names the attacker's domain. The raw headers are
 * read, because a parsed URL invents a host where none was sent. `Origin` is checked on its own.
 */
export function isAllowed(request: IncomingMessage, { hosts, origins }: Allowed): boolean {
  const host = onlyHeader(request, 'host')
  const origin = onlyHeader(request, 'origin')
  if (host === undefined || host === TWICE || origin === TWICE) return false
  const name = hostName(host)
  return name !== undefined && hosts.has(name) && (origin === undefined || origins.has(origin))
}

const TWICE = Symbol('twice')

function onlyHeader(
  { rawHeaders }: IncomingMessage,
  name: string,
): string | typeof TWICE | undefined {
  let found: string | undefined
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const own = rawHeaders[at] ?? ''
    if (own.length !== name.length || own.toLowerCase() !== name) continue
    if (found !== undefined) return TWICE
    found = rawHeaders[at + 1] ?? ''
  }
  return found
}

/** The name in a Host header, in lower case and without its port. */
function hostName(host: string): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase()
}
