import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { randomUUID } from 'node:crypto'

import type { Counter } from '../kernel/counter.ts'
import type { Narrowing } from '../kernel/call.ts'
import { looseTransport } from './loose-call.ts'
import { serverFactory } from './server.ts'

export interface StdioServer {
  close(): Promise<void>
}

/** Serves one client over this process's stdin and stdout. The connection is the conversation. */
export function serveOverStdio(
  counter: Counter,
  client: string,
  narrowing: Narrowing,
  onTrouble: (error: Error) => void,
): StdioServer {
  const caller = {
    credential: { kind: 'local', client },
    narrowing,
    handle: `stdio-${randomUUID()}`,
  } as const
  return serveStdio(
    serverFactory(counter, () => caller),
    { transport: looseTransport(new StdioServerTransport()), onerror: onTrouble },
  )
}
