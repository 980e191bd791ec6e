import type { IncomingMessage, ServerResponse } from 'node:http'

import type { OperatorFor } from '../approvals/operator-for.ts'
import { isAllowed, type Allowed } from '../http/allowed.ts'
import { saysJson } from '../http/content-type.ts'
import { answerBrowser, type BrowserTerms } from '../http/cors.ts'
import { AFTER_BAD_BODY, readJson } from '../http/read-json.ts'
import { answerJson, answerRefusal, guardAnswer } from './answer.ts'
import type { Refusal } from './refusal.ts'
import {
  NO_OPERATOR,
  type AdminHouse,
  type Brought,
  type Reply,
  type Route,
  type Visitor,
} from './route.ts'
import type { Place, Signpost } from './signpost.ts'

export interface AdminFrontParts {
  readonly house: AdminHouse
  readonly signpost: Signpost
  readonly operatorFor: OperatorFor
  readonly allowed: Allowed
  readonly isStopping: () => boolean
  /** Hears of whoever was turned away: guessed tokens and rebound names must leave a trace. */
  readonly onRefused: (refusal: Refusal, remote: string | undefined) => void
}

export type AdminFront = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A decision is a few words. */
const MOST_BODY_BYTES = 16_384

const FOR_PAGES: BrowserTerms = {
  methods: ['GET', 'POST'],
  headers: ['authorization', 'content-type', 'last-event-id'],
}

/** The guard of the operators' API, cheapest check first. */
export function adminFront(parts: AdminFrontParts): AdminFront {
  return async (request, response) => {
    // Read now: a body that is given up takes the socket with it. Never from a header, which anybody can write.
    const { remoteAddress } = request.socket
    const turnAway = (refusal: Refusal): void => {
      parts.onRefused(refusal, remoteAddress)
      answerRefusal(response, refusal)
    }
    guardAnswer(response)
    if (!isAllowed(request, parts.allowed)) return turnAway(NOT_ALLOWED)
    if (answerBrowser(request, response, FOR_PAGES)) return undefined
    if (parts.isStopping()) return answerRefusal(response, STOPPING)
    const errand = await errandOf(request, parts.signpost)
    if ('code' in errand) return turnAway(errand)
    const visitor = visitorOf(request, parts.operatorFor, remoteAddress)
    if (!visitor && !errand.route.isOpen) return turnAway(STRANGER)
    const reply = await errand.route.run(parts.house, errand.brought, visitor)
    // Or the stop would wait for a connection on which nothing comes any more.
    if (parts.isStopping()) response.setHeader('connection', 'close')
    return answer(response, reply)
  }
}

const NOT_ALLOWED: Refusal = {
  code: 'not_allowed',
  message: 'This Host or Origin is not allowed here.',
}

const STOPPING: Refusal = {
  code: 'stopping',
  message: 'The server is stopping. Nothing was decided.',
  headers: { connection: 'close' },
}

const NOTHING_HERE: Refusal = {
  code: 'nothing_here',
  message: 'Nothing is here. What there is says /openapi.json.',
}

const STRANGER: Refusal = {
  code: 'no_operator',
  message: NO_OPERATOR,
  headers: { 'www-authenticate': 'Bearer' },
}

function wrongMethod({ routes }: Place): Refusal {
  const allow = routes.map(({ method }) => method).join(', ')
  return { code: 'wrong_method', message: `Use ${allow}.`, headers: { allow } }
}

interface Errand {
  readonly route: Route
  readonly brought: Brought
}

/** What is asked for, and all that the request says; or why it is not read. */
async function errandOf(request: IncomingMessage, findPlace: Signpost): Promise<Errand | Refusal> {
  const place = findPlace(request.url ?? '')
  const route = place?.routes.find(({ method }) => method === request.method)
  if (!place || !route) return place ? wrongMethod(place) : NOTHING_HERE
  const { path, query } = place
  const brought = { path, query, header: request.headers, body: undefined }
  if (route.method === 'GET') return { route, brought }
  if (!saysJson(request)) return { code: 'wrong_type', message: 'Send application/json.' }
  const body = await readJson(request, MOST_BODY_BYTES)
  if (body.ok) return { route, brought: { ...brought, body: body.message } }
  const code = body.problem === 'too_large' ? 'too_large' : 'bad_body'
  return { code, message: body.message, headers: AFTER_BAD_BODY }
}

/** Only an operator's token lets anybody in: no key of a client, no cookie, no signature of a body. */
function visitorOf(
  { headers }: IncomingMessage,
  operatorFor: OperatorFor,
  from = 'unknown',
): Visitor | undefined {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (token === undefined) return undefined
  const whoIs = () => operatorFor(token)
  const operator = whoIs()
  return operator && { operator, whoIs, from }
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply.kind === 'answer') return answerJson(response, 200, reply.body)
  const refusal = reply.kind === 'stream' ? reply.begin(response) : reply.refusal
  return refusal && answerRefusal(response, refusal)
}
