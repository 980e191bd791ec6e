import {
  isCallToolResult,
  SERVER_INFO_META_KEY,
  type AuthInfo,
  type CallToolResult,
} from '@modelcontextprotocol/server'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

import { startCall } from '../../kernel/call.ts'
import type { Counter } from '../../kernel/counter.ts'
import type { Fields } from '../../kernel/json.ts'
import { readMeta } from '../call-meta.ts'
import { listText } from '../list-text.ts'
import { argumentsAsCame } from '../loose-call.ts'
import { present } from '../present.ts'
import { SERVER_INFO } from '../server.ts'
import type { Guest } from './front.ts'
import { plainRequest, type PlainRequest } from './plain-request.ts'

/** A request on its way to the protocol, its caller among its `auth`. */
type Forwarded = IncomingMessage & { readonly auth?: AuthInfo }

/** Serves one message over HTTP, as the SDK's adapter for Node does. */
export type ServeMessage = (
  request: Forwarded,
  response: ServerResponse,
  message?: unknown,
) => Promise<void>

export interface DirectParts {
  readonly counter: Counter
  readonly guestIn: (authInfo: AuthInfo | undefined) => Guest
  /** Serves what is not plain. */
  readonly sdk: ServeMessage
}

/**
 * Answers plain requests for `tools/list` and `tools/call` straight onto Node's response. The policy is the same, only
 * the way through the SDK is left out, which costs several times as much as the policy. Whatever is not plain takes it.
 */
export function directly({ counter, guestIn, sdk }: DirectParts): ServeMessage {
  return async (request, response, message) => {
    const plain = plainRequest(request, message as Fields)
    if (!plain) return sdk(request, response, message)
    const guest = guestIn(request.auth)
    if (plain.method === 'tools/call') {
      const result = await call(counter, guest, plain, goneSignal(response))
      return answerWith(response, plain, result)
    }
    const { principal } = guest
    const { modern, legacy } = listText(counter.view(principal), principal)
    const listed = plain.isModern ? modern : legacy
    return listed ? answerList(response, plain, listed) : sdk(request, response, message)
  }
}

async function call(
  counter: Counter,
  { caller, principal }: Guest,
  { isModern, name, arguments: args, meta }: PlainRequest,
  signal: AbortSignal,
): Promise<string> {
  const { idempotencyKey, ...handle } = readMeta(meta)
  const started = startCall({
    caller: { ...caller, ...handle },
    guest: principal,
    toolName: name,
    rawArguments: argumentsAsCame(args),
    signal,
    // A 2025-era client that loses its socket has withdrawn nothing.
    goneMeansCancelled: isModern,
    idempotencyKey,
  })
  const outcome = await counter.run(started)
  // A reload may have come between: then it is another principal, of the new configuration.
  const { profile } = (started.learnt.principal ?? principal).client
  const result = checked(present(outcome, profile, started.id))
  return JSON.stringify(isModern ? asModern(result) : result)
}

/** Texts are always well-formed; what an author attaches may not be, and a client would choke on it. */
function checked(result: CallToolResult): CallToolResult {
  if (result.content.every(({ type }) => type === 'text') || isCallToolResult(result)) return result
  throw new TypeError('A tool has attached what is no content.')
}

function asModern(result: CallToolResult): object {
  const { _meta: meta } = result
  return {
    ...result,
    resultType: 'complete',
    _meta: { ...meta, [SERVER_INFO_META_KEY]: SERVER_INFO },
  }
}

/** Aborts when the client hangs up before it is answered. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return gone.signal
}

function answerWith(response: ServerResponse, { id }: PlainRequest, result: string): void {
  const body = `{"result":${result},"jsonrpc":"2.0","id":${JSON.stringify(id)}}`
  response.writeHead(200, headOf(Buffer.byteLength(body)))
  response.end(body)
}

/** The list is written as it stands, without being copied. */
function answerList(response: ServerResponse, { id }: PlainRequest, upToId: Buffer): void {
  const end = `${JSON.stringify(id)}}`
  response.writeHead(200, headOf(upToId.byteLength + Buffer.byteLength(end)))
  response.cork()
  response.write(upToId)
  response.end(end)
}

function headOf(bytes: number): OutgoingHttpHeaders {
  return { 'content-type': 'application/json', 'content-length': bytes }
}
