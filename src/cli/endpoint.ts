import type { Config } from '../config/config.ts'
import { allowed } from '../http/allowed.ts'
import { UsageError } from './usage-error.ts'

/** Where a client reaches its tools. `base` is without `/mcp`, as `baseUrl` gives it. */
export function endpoint(
  base: string,
  { server }: Config,
  client: string,
  toolset: string | undefined,
): string {
  const path = toolset === undefined ? '/mcp' : `/${toolset}/mcp`
  return `${base}${path}${server.demo ? `?client=${client}` : ''}`
}

/** The server's own URL: the one given, with or without `/mcp` at its end, or else the config's host and port. */
export function baseUrl(given: string | undefined, { server: { host, port } }: Config): string {
  if (given !== undefined) return cleanUrl(given)
  if (port === 0)
    throw new UsageError('The config leaves the port to the system; say where it is, with --url.')
  return reachable(`http://${host.includes(':') ? `[${host}]` : host}:${port}`)
}

/** A server that listens on every address is reached from its own machine on loopback. */
export function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}

/** Whether the server would answer requests that were sent to `base`. */
export function isServedAt(base: string, { server }: Config): boolean {
  const { host, allowedHosts, allowedOrigins } = server
  return allowed(host, allowedHosts, allowedOrigins).hosts.has(new URL(base).hostname)
}

function cleanUrl(given: string): string {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    throw new UsageError(`--url must be like https://tools.example.com, not "${given}".`)
  const { origin, pathname } = new URL(given)
  return origin + pathname.replace(/\/(mcp\/?)?$/, '')
}
