import type { IncomingMessage } from 'node:http'

import type { Caller, Credential, Narrowing } from '../../kernel/call.ts'

/** The header, and the query parameter, in which a client may name its conversation. */
export const CONVERSATION_HEADER = 'toolcrib-conversation'

/** The header, and nowhere else, in which a trusted client may name the person for whom it calls. */
const USER_HEADER = 'toolcrib-acting-user'

/** `/mcp`, or `/<toolset>/mcp`: LiveKit speaks streamable HTTP only to paths that end in `/mcp`. */
const PATH = /^\/(?:([a-z][a-z0-9_]{0,62})\/)?mcp\/?$/

const NO_PARAMS = new URLSearchParams()

/** Reads who is calling, and what they limit themselves to; `undefined` when the path is not an MCP endpoint. */
export function callerOf(request: IncomingMessage, demo: boolean): Caller | undefined {
  const { url = '' } = request
  const asked = url.indexOf('?')
  const path = PATH.exec(asked === -1 ? url : url.slice(0, asked))
  if (!path) return undefined
  const params = asked === -1 ? NO_PARAMS : new URLSearchParams(url.slice(asked))
  const header = request.headers[CONVERSATION_HEADER]
  const handle = utf8Of(Array.isArray(header) ? header[0] : header) ?? params.get('conversation')
  return {
    credential: credentialOf(request, params, demo),
    narrowing: narrowingOf(path[1], params.getAll('tools')),
    ...(handle !== null && handle !== undefined && { handle }),
    ...userOf(request),
  }
}

/** Two of them are joined into what is no id, and then refused. */
function userOf({ headers }: IncomingMessage): Pick<Caller, 'actingUser'> {
  const user = headers[USER_HEADER]
  return user === undefined ? {} : { actingUser: String(user) }
}

/** Node reads headers as Latin-1, while clients write names of rooms in UTF-8. */
function utf8Of(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'))
  } catch {
    return header
  }
}

/** A token counts before the demo's `?client=`, so that a wrong key is never overlooked. */
function credentialOf(
  { headers }: IncomingMessage,
  params: URLSearchParams,
  demo: boolean,
): Credential {
  // An address is written into logs and histories on the way. A token in it lets nobody in, so that nobody gets used to it.
  if (params.has('access_token')) return { kind: 'none' }
  if (headers.authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization)?.[1]
    return token === undefined ? { kind: 'none' } : { kind: 'bearer', token }
  }
  const client = params.get('client')
  return demo && client !== null ? { kind: 'demo', client } : { kind: 'none' }
}

function narrowingOf(toolset: string | undefined, lists: readonly string[]): Narrowing {
  const tools = lists.flatMap((list) => list.split(','))
  return { ...(toolset !== undefined && { toolset }), ...(lists.length > 0 && { tools }) }
}
