import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node'
import type { AuthInfo, McpServerFactory, Server } from '@modelcontextprotocol/server'
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Client, Principal } from '../../kernel/call.ts'
import type { Clock } from '../../kernel/host.ts'
import { isRecord, type Fields } from '../../kernel/json.ts'
import { answerRefusal } from './answer.ts'
import { sessionHolder } from './session-holder.ts'
import { sessionTable, type Endable, type SessionLimits } from './session-table.ts'

/** The header that names a session, in both directions. */
export const SESSION_HEADER = 'mcp-session-id'

/** A request of somebody who has shown who they are, on its way to the protocol. */
export interface Visit {
  readonly request: IncomingMessage & { auth?: AuthInfo }
  readonly response: ServerResponse
  readonly principal: Principal
  /** Absent for GET and DELETE. */
  readonly message: Fields | undefined
}

export interface Sessions {
  /** Answers what belongs to a session, opens one, or asks for one. False for what is served without any. */
  serve(visit: Visit): Promise<boolean>
  /** Tells every client that holds a stream open that its list of tools may have changed. */
  listChanged(): Promise<void>
  /** Ends all of them, with their streams. */
  close(): Promise<void>
}

interface Session extends Endable {
  readonly server: Server
  readonly transport: NodeStreamableHTTPServerTransport
}

export interface SessionParts {
  readonly clock: Clock
  readonly limits: SessionLimits
  readonly factory: McpServerFactory
  readonly onTrouble: (error: Error) => void
}

/**
 * Sessions for the 2025-era clients that have a use for one: those that can be asked something while their call waits.
 * Everybody else is served without, so that a restart costs them nothing.
 */
export function sessions({ clock, limits, factory, onTrouble }: SessionParts): Sessions {
  const table = sessionTable<Session>(clock, limits)

  const open = async (id: string, { principal, request }: Visit): Promise<Session> => {
    // Without the request: a session outlives it, and its calls are withdrawn by word, not by a lost socket.
    const made = await factory({ era: 'legacy', ...(request.auth && { authInfo: request.auth }) })
    const server = 'server' in made ? made.server : made
    const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => id })
    const end = (): void => void server.close().catch(onTrouble)
    Object.assign(server, { onclose: () => table.remove(id), onerror: onTrouble })
    await server.connect(transport)
    const session = { server, transport, end }
    table.add(id, sessionHolder(principal), session)
    return session
  }
  const handle = async (id: string, { request, response, principal, message }: Visit) => {
    const taken = table.take(id, sessionHolder(principal))
    if (!taken) return answerLost(response, message)
    response.once('close', () => taken.release())
    return taken.session.transport.handleRequest(request, response, message)
  }
  const begin = async (id: string, visit: Visit): Promise<void> => {
    const { transport, end } = await open(id, visit)
    await handle(id, visit)
    // A malformed beginning has begun nothing.
    if (transport.sessionId === undefined) end()
  }
  return {
    async serve(visit) {
      const { request, response, principal, message } = visit
      const { client } = principal
      const id = sessionIdOf(request)
      if (id !== undefined) await handle(id, visit)
      else if (message?.['method'] !== 'initialize') {
        if (client.sessions !== 'always') return false
        answerRefusal(response, {
          status: 400,
          id: message?.['id'],
          message: 'This client is served in sessions: send Mcp-Session-Id.',
        })
      } else {
        const fresh = hasUse(client, message) ? table.room(sessionHolder(principal)) : undefined
        if (fresh === undefined) return false
        await begin(fresh, visit)
      }
      return true
    },
    async listChanged() {
      const told = table.all().map(({ server }) => server.sendToolListChanged())
      await Promise.allSettled(told)
    },
    async close() {
      await Promise.allSettled(table.all().map(({ server }) => server.close()))
    },
  }
}

export function sessionIdOf({ headers }: IncomingMessage): string | undefined {
  const id = headers[SESSION_HEADER]
  return typeof id === 'string' ? id : undefined
}

/** What a server may ask of a client while a call of it waits, for which it has to know the client again. */
const ASKABLE = ['elicitation', 'sampling', 'roots']

function hasUse({ sessions }: Client, { params }: Fields): boolean {
  if (sessions !== 'auto') return sessions === 'always'
  const capabilities = isRecord(params) ? params['capabilities'] : undefined
  return isRecord(capabilities) && ASKABLE.some((name) => isRecord(capabilities[name]))
}

/** The same for an id that never was, one that is over, and one of somebody else: none of them is told apart. */
function answerLost(response: ServerResponse, message: Fields | undefined): void {
  answerRefusal(response, {
    status: 404,
    code: -32_001,
    id: message?.['id'],
    message: 'There is no such session. Initialize again.',
  })
}
