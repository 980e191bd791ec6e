import { Server, type McpServerFactory, type McpRequestContext } from '@modelcontextprotocol/server'

import { startCall, type Caller } from '../kernel/call.ts'
import type { Counter } from '../kernel/counter.ts'
import { VERSION } from '../version.ts'
import { listingOf } from './describe.ts'
import { argumentsAsCame } from './loose-call.ts'
import { present } from './present.ts'

/** The `_meta` field in which a client may name its conversation, call by call. */
export const CONVERSATION_META = 'dev.toolcrib/conversation'

/** A list depends on the credential, so no shared cache may keep it. */
const CACHE_HINTS = { 'tools/list': { ttlMs: 60_000, cacheScope: 'private' } } as const

/**
 * Makes the SDK's server for one request or connection, with our own dispatch: the SDK's `McpServer` would validate
 * before our policy could run, and tell a hidden tool from a missing one. With `onOpened` a client is promised word of a changed list.
 */
export function serverFactory(
  counter: Counter,
  callerOf: (context: McpRequestContext) => Caller,
  onOpened?: (server: Server) => void,
): McpServerFactory {
  return (context) => {
    const caller = callerOf(context)
    const server = new Server(
      { name: 'toolcrib', version: VERSION },
      {
        capabilities: { tools: onOpened ? { listChanged: true } : {} },
        cacheHints: CACHE_HINTS,
      },
    )
    onOpened?.(server)
    server.setRequestHandler('tools/list', async () => {
      const principal = await counter.authenticate(caller)
      if (!principal) return { tools: [] }
      const listing = listingOf(counter.view(principal), principal.client.profile)
      return { tools: [...listing] }
    })
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
      const call = startCall({
        caller: { ...caller, ...handleIn(params._meta) },
        toolName: params.name,
        rawArguments: argumentsAsCame(params.arguments),
        signal: mcpReq.signal,
      })
      const outcome = await counter.run(call)
      return present(outcome, call.learnt.principal?.client.profile ?? 'voice', call.id)
    })
    return server
  }
}

/** The handle in a call's `_meta`. One of the wrong type becomes one that is refused, rather than none at all. */
function handleIn(meta: Readonly<Record<string, unknown>> | undefined): { handle?: string } {
  const handle = meta?.[CONVERSATION_META]
  if (handle === undefined) return {}
  return { handle: typeof handle === 'string' ? handle : '' }
}
