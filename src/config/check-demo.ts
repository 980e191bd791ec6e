import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import { isLoopback } from '../kernel/loopback.ts'

/**
 * Demo mode where others can reach it would hand every tool to anyone on the network: on another address, or behind
 * a proxy that passes requests on under a name of its own.
 */
export function checkDemo({ server }: Draft): readonly Finding[] {
  const { demo, host, allowedHosts, allowedOrigins } = server
  if (!demo) return []
  if (host !== undefined && !isLoopback(host))
    return [refused('only on a loopback address; set server.host to 127.0.0.1')]
  const outside = allowedHosts.filter((name) => name !== '' && !isLoopback(name))
  if (outside.length > 0 || allowedOrigins.length > 0)
    return [refused('without server.allowedHosts and server.allowedOrigins; remove them')]
  return []
}

function refused(way: string): Finding {
  const sentence = `demo mode serves anyone without a key, so it starts ${way}, or set demo to false.`
  return { path: ['server', 'demo'], at: 'value', sentence }
}
