import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Caller, Principal } from '../../kernel/call.ts'
import type { Counter } from '../../kernel/counter.ts'
import type { Awaitable } from '../../kernel/host.ts'
import type { ProtectedResource } from '../../kernel/protected-resource.ts'
import { isAllowed, type Allowed } from '../../http/allowed.ts'
import { saysJson } from '../../http/content-type.ts'
import { answerBrowser, type BrowserTerms } from '../../http/cors.ts'
import { AFTER_BAD_BODY, readJson, type BodyProblem } from '../../http/read-json.ts'
import type { RemoteAddressOf } from '../../http/remote-address.ts'
import { answerJson, answerRefusal, type Refusal } from './answer.ts'
import { callerOf, CONVERSATION_HEADER } from './caller.ts'
import { challenge, scopeChallenge } from './challenge.ts'
import { isModern } from './era.ts'
import { isContradicted } from './headers-agree.ts'
import { SESSION_HEADER, sessionIdOf } from './sessions.ts'
import { scopesToAskFor } from './step-up.ts'
import { answerWellKnown } from './well-known.ts'

/** Who has come in, and what this request has said for it. */
export interface Guest {
  readonly caller: Caller
  readonly principal: Principal
}

export interface FrontParts {
  readonly counter: Counter
  readonly allowed: Allowed
  readonly demo: boolean
  /** Undefined where the deployment takes keys only. */
  readonly oauth?: ProtectedResource | undefined
  readonly maxBodyBytes: number
  readonly remoteAddressOf: RemoteAddressOf
  readonly isHealthy: () => Promise<boolean>
  /** Hears of whoever was turned away: guessed keys and rebound names must leave a trace. */
  readonly onRefused: (refusal: Refusal, remote: string | undefined) => void
  /** Whether a client may have a session, with a stream to open and an end to it. */
  readonly hasSessions: boolean
  /** Hands what may come in to the protocol; a GET or DELETE has no message. */
  readonly forward: (
    request: IncomingMessage,
    response: ServerResponse,
    guest: Guest,
    message: Readonly<Record<string, unknown>> | undefined,
  ) => Promise<void>
}

export type Front = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The guard before the SDK, cheapest check first. The SDK's handler checks neither host, origin, token nor size. */
export function front(parts: FrontParts): Front {
  return async (request, response) => {
    // Read now: a body that is given up takes the socket with it.
    const { remoteAddress } = request.socket
    const turnAway = (refusal: Refusal): void => {
      parts.onRefused(refusal, parts.remoteAddressOf(remoteAddress, request.headers))
      answerRefusal(response, refusal)
    }
    if (!isAllowed(request, parts.allowed)) return turnAway(NOT_ALLOWED)
    if (answerWellKnown(request, response, parts.oauth)) return undefined
    if (answerBrowser(request, response, FOR_PAGES)) return undefined
    if (request.url === '/healthz' && request.method === 'GET')
      return answerHealth(response, await parts.isHealthy())
    const caller = callerOf(request, parts.demo)
    const unfit = caller ? unfitRequest(request, parts.hasSessions) : NOTHING_HERE
    if (!caller || unfit) return turnAway(unfit ?? NOTHING_HERE)
    const body = await bodyOf(request, parts.maxBodyBytes)
    if (!body.ok)
      return turnAway({ ...BODY[body.problem], message: body.message, headers: AFTER_BAD_BODY })
    const guest = await guestOr(parts, request, caller, body.message)
    if ('status' in guest) return turnAway(guest)
    return parts.forward(request, response, guest, body.message)
  }
}

/** Who comes in; or why nobody does. */
async function guestOr(
  parts: FrontParts,
  request: IncomingMessage,
  caller: Caller,
  message: Readonly<Record<string, unknown>> | undefined,
): Promise<Guest | Refusal> {
  const principal = await parts.counter.authenticate(caller)
  if (!principal) return strangerRefusal(parts, caller)
  const guest = { caller, principal }
  const refusal = lostRefusal(parts, request, guest, message)
  // Hardly anybody is lost, and nobody else has to wait.
  return refusal ? ((await refusal) ?? guest) : guest
}

const FOR_PAGES: BrowserTerms = {
  // The last two for a session's stream, and its end.
  methods: ['POST', 'GET', 'DELETE'],
  headers: [
    'authorization',
    'content-type',
    'mcp-protocol-version',
    'mcp-method',
    'mcp-name',
    CONVERSATION_HEADER,
    SESSION_HEADER,
    'last-event-id',
  ],
  // The second says where a page learns how to get a token.
  exposed: [SESSION_HEADER, 'www-authenticate'],
}

/** In the codes of JSON-RPC. */
const BODY: Readonly<Record<BodyProblem, Pick<Refusal, 'status' | 'code'>>> = {
  too_large: { status: 413, code: -32_000 },
  not_json: { status: 400, code: -32_700 },
  not_one: { status: 400, code: -32_600 },
}

/** A GET opens a session's stream and a DELETE ends it, without a body. */
function bodyOf(request: IncomingMessage, maxBytes: number) {
  return request.method === 'POST' ? readJson(request, maxBytes) : NO_BODY
}

const NO_BODY = { ok: true, message: undefined } as const

/** Without an id there is nothing to open or to end, and in the 2026-07-28 era there are no sessions. */
function isOfSession(request: IncomingMessage): boolean {
  const { method } = request
  if (method !== 'GET' && method !== 'DELETE') return false
  return sessionIdOf(request) !== undefined && !isModern(request, undefined)
}

const NOT_ALLOWED: Refusal = { status: 403, message: 'This Host or Origin is not allowed here.' }

const NOTHING_HERE: Refusal = {
  status: 404,
  message: 'Nothing is here. MCP is served at /mcp and at /TOOLSET/mcp.',
}

function unfitRequest(request: IncomingMessage, hasSessions: boolean): Refusal | undefined {
  if (hasSessions && isOfSession(request)) return undefined
  // Answered at once: an event stream that never starts would hang an SSE client's start.
  if (request.method !== 'POST')
    return { status: 405, message: 'Use POST.', headers: { allow: 'POST' } }
  return saysJson(request) ? undefined : { status: 415, message: 'Send application/json.' }
}

async function strangerRefusal(parts: FrontParts, caller: Caller): Promise<Refusal> {
  const { counter, oauth } = parts
  const challenged = { oauth, toolset: caller.narrowing.toolset }
  return (
    (await untrustedHeader(counter, caller)) ??
    challenge(challenged, caller.credential.kind === 'bearer', needsKey(parts))
  )
}

function lostRefusal(
  parts: FrontParts,
  { headers }: IncomingMessage,
  guest: Guest,
  message: Readonly<Record<string, unknown>> | undefined,
): Awaitable<Refusal | undefined> {
  const { counter } = parts
  const { principal } = guest
  // Said while a client connects, never in the middle of its conversation: there a status code costs LiveKit every
  // tool, so a call is always answered in words.
  const isLost = message?.['method'] !== 'tools/call' && counter.view(principal).tools.length === 0
  if (!isLost && !principal.access.obtainable) return undefined
  // What contradicts itself is refused by the SDK, before anything is said, or put on record, about rights.
  if (message && isContradicted(headers, message)) return undefined
  if (isLost) return { status: 404, message: 'This address names no tool that this client has.' }
  // But for a client that has said that it understands this one.
  return message && stepUpRefusal(parts, guest, message)
}

async function stepUpRefusal(
  { counter, oauth }: FrontParts,
  { caller, principal }: Guest,
  message: Readonly<Record<string, unknown>>,
): Promise<Refusal | undefined> {
  const scopes = await scopesToAskFor(counter, caller, principal, message)
  if (scopes.length === 0) return undefined
  return scopeChallenge({ oauth, toolset: caller.narrowing.toolset }, scopes)
}

/** Whether it is only its header that keeps a caller out, which is a mistake in its code and not in its key. */
async function untrustedHeader(
  counter: Counter,
  { actingUser, ...caller }: Caller,
): Promise<Refusal | undefined> {
  if (actingUser === undefined || !(await counter.authenticate(caller))) return undefined
  return { status: 400, message: 'This client may not name an acting user, or not this way.' }
}

function needsKey({ demo, oauth }: FrontParts): string {
  if (oauth) return 'Send a valid key or access token as a Bearer token.'
  return demo
    ? 'Say which client you are with ?client=NAME, or send a key as a Bearer token.'
    : 'Send a valid key as a Bearer token.'
}

function answerHealth(response: ServerResponse, healthy: boolean): void {
  answerJson(response, healthy ? 200 : 503, { status: healthy ? 'ok' : 'failing' })
}
