import * as z from 'zod'

import { TICKET_STATES } from '../kernel/ticket.ts'
import { jsonRoute, no, streamRoute, type Route } from './route.ts'
import { asNumber, decided, operatorCard, sheet, ticketPage, TOLD, toldEvent } from './shapes.ts'

const ticketPath = z.strictObject({ number: asNumber })

const operator = jsonRoute({
  method: 'GET',
  path: '/v1/operator',
  summary: 'Who you are, and on what you may decide',
  takes: z.object({}),
  answer: { about: 'The operator whose token it is.', shape: operatorCard },
  refusals: [],
  async run(_house, _taken, { operator: { name, title, tools, clients, highestTier } }) {
    return { kind: 'answer', body: { name, title, tools, clients, highestTier } }
  },
})

const tickets = jsonRoute({
  method: 'GET',
  path: '/v1/tickets',
  summary: 'The tickets that you may see, newest first',
  takes: z.object({
    query: z.strictObject({
      state: z
        .array(z.enum(TICKET_STATES))
        .min(1)
        .max(TICKET_STATES.length)
        .default(['pending', 'approved'])
        .describe('Only tickets in one of these states.'),
      before: asNumber.optional().describe('Only tickets with a lower number, such as A-207.'),
      limit: z.coerce.number().int().min(1).max(200).default(50).describe('The most to answer.'),
    }),
  }),
  answer: { about: 'A page of tickets.', shape: ticketPage },
  refusals: [],
  async run({ desk }, { query: { state: states, before, limit } }, { operator }) {
    // One more than asked for tells whether there is another page.
    const found = desk.list(operator, { states, before, limit: limit + 1 })
    const page = found.slice(0, limit)
    const next = found.length > limit ? (page.at(-1)?.number ?? null) : null
    return { kind: 'answer', body: { tickets: page, next } }
  },
})

const ticket = jsonRoute({
  method: 'GET',
  path: '/v1/tickets/{number}',
  summary: 'A ticket with everything that it would do',
  takes: z.object({ path: ticketPath }),
  answer: { about: 'The sheet to decide on.', shape: sheet },
  refusals: ['unknown_ticket'],
  async run({ desk }, { path: { number } }, { operator }) {
    const body = desk.show(operator, number)
    return body
      ? { kind: 'answer', body }
      : no('unknown_ticket', 'There is no such ticket for you to decide on.')
  },
})

const decision = jsonRoute({
  method: 'POST',
  path: '/v1/tickets/{number}/decision',
  summary: 'Approve a ticket, or deny it',
  takes: z.object({
    path: ticketPath,
    body: z.strictObject({
      verdict: z.enum(['approve', 'deny']),
      seen: z.string().max(64).describe('The `seen` of the sheet that was shown.'),
      reason: z.string().max(2_000).nullish().describe('Needed to deny: the caller is told.'),
    }),
  }),
  answer: { about: 'What was decided. It is on record.', shape: decided },
  refusals: [
    'unknown_ticket',
    'own_ticket',
    'not_seen',
    'decided_already',
    'over',
    'changed',
    'no_reason',
    'not_recorded',
  ],
  async run({ desk, onTrouble }, { path, body: { reason = null, ...said } }, { operator, from }) {
    try {
      const made = await desk.decide(operator, path.number, { ...said, reason, from })
      return made.kind === 'refused' ? no(made.code, made.message) : { kind: 'answer', body: made }
    } catch (error) {
      onTrouble(error instanceof Error ? error : new Error(String(error)))
      return no('not_recorded', 'It could not be put on record, so nothing was decided. Try again.')
    }
  },
})

const events = streamRoute({
  method: 'GET',
  path: '/v1/events',
  summary: 'What happens to the tickets that you may see, as it happens',
  takes: z.object({
    header: z.object({
      'last-event-id': z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number)
        .optional()
        .describe('The id of the last event that arrived. Without it the stream begins now.'),
    }),
  }),
  answer: {
    about:
      'Server-sent events. The id of each is its place in the ledger, and its data is a TicketEvent. ' +
      `A comment comes every 15 seconds. ${Object.entries(TOLD)
        .map(([event, meaning]) => `ticket.${event}: ${meaning}.`)
        .join(' ')}`,
    shape: toldEvent,
    example:
      'id: 41\nevent: ticket.asked\ndata: {"number":"A-207","tool":"shop_refund","client":"voice",' +
      '"at":"2026-03-10T17:00:00.000Z","by":null}\n\n',
  },
  refusals: ['too_many_streams'],
  begin:
    ({ streams }, { header }, visitor) =>
    (response) =>
      streams.open(response, visitor, header['last-event-id']),
})

const document: Route = Object.freeze<Route>({
  method: 'GET',
  path: '/openapi.json',
  summary: 'This document',
  isOpen: true,
  takes: z.object({}),
  answer: {
    kind: 'json',
    about: 'An OpenAPI 3.1 document.',
    shape: z.looseObject({ openapi: z.string() }),
  },
  refusals: [],
  run: async ({ document: body }) => ({ kind: 'answer', body }),
})

/** Everything that the API answers to; requests are parsed by it, and the document is made from it. */
export const ROUTES: readonly Route[] = [operator, tickets, ticket, decision, events, document]
