import * as z from 'zod'

import { TICKET_EVENTS } from '../../kernel/ledger.ts'
import { ticketNumber } from '../../kernel/ticket.ts'
import type { LedgerNews, WebhookEvents, WebhookMessage } from '../../kernel/webhook.ts'

interface Told {
  readonly of: WebhookEvents
  readonly type: string
  readonly data: Readonly<Record<string, string | null>>
}

const ticket = z.object({
  number: z.int(),
  event: z.enum(TICKET_EVENTS),
  client: z.string(),
  tool: z.string(),
  by: z.string().nullable(),
})

const result = z.object({ outcome: z.string() })
const called = z.object({
  tool: z.string(),
  client: z.string().nullable(),
  tier: z.string().nullable(),
})
const operation = z.object({ event: z.string(), tool: z.string() })

/**
 * What is told of a row of the ledger; nothing, of one that the webhook does not want or that says nothing to others. Only
 * names, numbers and codes are told: an argument, a reason or an answer could bring markup into somebody's chat, and
 * other people's data with it.
 */
export function messageOf(
  news: LedgerNews,
  events: readonly WebhookEvents[],
): WebhookMessage | undefined {
  const told = tell(news)
  if (!told || !events.includes(told.of)) return undefined
  const { type, data } = told
  const at = new Date(news.atMs).toISOString()
  return { type, body: JSON.stringify({ type, timestamp: at, data }) }
}

function tell({ kind, call, body, calledBody }: LedgerNews): Told | undefined {
  switch (kind) {
    case 'ticket':
      return tellTicket(body)
    case 'operation':
      return tellOperation(body, call)
    default:
      return tellResult(body, calledBody, call)
  }
}

function tellTicket(body: string): Told | undefined {
  const read = ticket.safeParse(JSON.parse(body))
  if (!read.success) return undefined
  const { event, number, client, tool, by } = read.data
  const data = { ticket: ticketNumber({ number }), client, tool, by }
  return { of: 'ticket', type: `ticket.${event}`, data }
}

function tellOperation(body: string, call: string | null): Told | undefined {
  const read = operation.safeParse(JSON.parse(body))
  if (!read.success) return undefined
  const { event, tool } = read.data
  return { of: 'in_doubt', type: `operation.${event}`, data: { call, tool } }
}

function tellResult(
  body: string,
  calledBody: string | null,
  call: string | null,
): Told | undefined {
  const read = result.safeParse(JSON.parse(body))
  const of = called.safeParse(calledBody === null ? null : JSON.parse(calledBody))
  if (!read.success || !of.success) return undefined
  const { outcome } = read.data
  const { tool, client, tier } = of.data
  const data = { call, client, tool, tier, outcome }
  if (outcome === 'in_doubt') return { of: 'in_doubt', type: 'operation.in_doubt', data }
  return { of: 'write', type: outcome === 'success' ? 'write.done' : 'write.failed', data }
}
