import type { Draft } from './draft.ts'
import type { Finding } from './finding.ts'
import { isLoopback } from '../kernel/loopback.ts'

/** Demo mode on an address that others can reach would hand every tool to anyone on the network. */
export function checkDemo({ server }: Draft): readonly Finding[] {
  const { demo, host } = server
  if (!demo || host === undefined || isLoopback(host)) return []
  return [
    {
      path: ['server', 'demo'],
      at: 'value',
      sentence:
        'demo mode serves anyone without a key, so it starts only on a loopback address; ' +
        'set server.host to 127.0.0.1, or demo to false.',
    },
  ]
}
