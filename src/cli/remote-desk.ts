import { EventSourceParserStream } from 'eventsource-parser/stream'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'

import { decided, refusalBody, sheet, ticketPage, toldEvent } from '../admin/shapes.ts'
import type { NotDecided } from '../approvals/desk.ts'
import { Problems } from '../kernel/catalog.ts'
import { TICKET_EVENTS } from '../kernel/ledger.ts'
import { isLoopback } from '../kernel/loopback.ts'
import { ticketNumber } from '../kernel/ticket.ts'
import { NOBODY } from './local-desk.ts'
import type { OperatorDesk, ToldTicket } from './operator-desk.ts'
import { UsageError } from './usage-error.ts'

/** A server that has not answered by then is not there. */
const ANSWER_MS = 10_000

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** The desk of a server elsewhere, by its HTTP API. Throws `UsageError` for an address that would give the token away. */
export function remoteDesk(server: string, token: string): OperatorDesk {
  const api = apiAt(baseOf(server), token)
  return Object.freeze<OperatorDesk>({
    async list({ states, before, limit }) {
      const query = new URLSearchParams(states.map((state): [string, string] => ['state', state]))
      if (before !== undefined) query.set('before', ticketNumber({ number: before }))
      query.set('limit', String(limit))
      return ticketPage.parse(await api.got(`/v1/tickets?${query.toString()}`)).tickets
    },
    async show(number) {
      const path = `/v1/tickets/${ticketNumber({ number })}`
      const { status, body } = await api.asked(path)
      return status === 404 ? undefined : sheet.parse(api.good(status, body))
    },
    async decide(number, said) {
      const path = `/v1/tickets/${ticketNumber({ number })}/decision`
      const { status, body } = await api.asked(path, said)
      const refused = notDecided.safeParse(body)
      if (refused.success) return { kind: 'refused', ...refused.data.error }
      return decided.parse(api.good(status, body))
    },
    events: (signal) => api.events(signal),
    close: async () => {},
  })
}

const CODES = [
  'unknown_ticket',
  'own_ticket',
  'not_seen',
  'no_reason',
  'decided_already',
  'over',
  'changed',
] as const satisfies readonly NotDecided['code'][]

const notDecided = z.object({ error: z.object({ code: z.enum(CODES), message: z.string() }) })

function baseOf(server: string): string {
  if (!URL.canParse(server))
    throw new UsageError(
      `--server must be an address such as https://desk.example.com, not "${server}".`,
    )
  const { protocol, hostname, origin, pathname } = new URL(server)
  // Whoever is between could read the token, and then decide.
  if (
    protocol !== 'https:' &&
    !(protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')))
  )
    throw new UsageError('--server must be https, or http on this machine: a token is sent to it.')
  return `${origin}${pathname.replace(/\/$/, '')}`
}

interface Answered {
  readonly status: number
  readonly body: unknown
}

function apiAt(base: string, token: string) {
  const authorization = `Bearer ${token}`
  const asked = async (path: string, body?: object): Promise<Answered> => {
    const response = await reached(base, path, {
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
      redirect: 'error',
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.status === 401) throw new UsageError(NOBODY)
    return { status: response.status, body: parsed(text) }
  }
  const good = (status: number, body: unknown): unknown => {
    if (status === 200) return body
    const refusal = refusalBody.safeParse(body)
    throw new Problems([
      `${base} answered ${status}: ${refusal.data?.error.message ?? 'no more is known'}`,
    ])
  }
  return {
    asked,
    good,
    async got(path: string): Promise<unknown> {
      const { status, body } = await asked(path)
      return good(status, body)
    },
    events: (signal: AbortSignal) => watched(base, authorization, signal),
  }
}

async function reached(base: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${base}${path}`, init)
  } catch (error) {
    const why = error instanceof Error ? (error.cause ?? error) : error
    const code = why instanceof Error && 'code' in why ? String(why.code) : String(why)
    throw new Problems([`${base} cannot be reached (${code}). Is server.admin listening there?`])
  }
}

/** The stream, taken up again where it broke off. */
async function* watched(
  base: string,
  authorization: string,
  signal: AbortSignal,
): AsyncGenerator<ToldTicket> {
  let last: string | undefined
  let pauseMs = FIRST_PAUSE_MS
  let hasOpened = false
  while (!signal.aborted) {
    try {
      const headers = { authorization, ...(last !== undefined && { 'last-event-id': last }) }
      const response = await reached(base, '/v1/events', { signal, headers, redirect: 'error' })
      if (response.status === 401) throw new UsageError(NOBODY)
      if (!response.ok || !response.body)
        throw new Problems([`${base} answered ${response.status}.`])
      hasOpened = true
      for await (const told of eventsFrom(response.body)) {
        last = String(told.seq)
        pauseMs = FIRST_PAUSE_MS
        yield told
      }
    } catch (error) {
      // What never worked will not work by itself; what did is tried again.
      if (!signal.aborted && (!hasOpened || error instanceof UsageError)) throw error
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {})
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
  }
}

const eventName = z.enum(TICKET_EVENTS)

async function* eventsFrom(body: ReadableStream<Uint8Array>): AsyncGenerator<ToldTicket> {
  const events = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
  for await (const { event, data, id } of events) {
    const name = eventName.safeParse(event?.replace(/^ticket\./, ''))
    const told = toldEvent.safeParse(parsed(data))
    // A later server may know of more than this program.
    if (name.success && told.success) yield { ...told.data, event: name.data, seq: Number(id ?? 0) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
