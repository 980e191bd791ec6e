import * as z from 'zod'

import type { Decided } from '../approvals/desk.ts'
import type { Sheet, Summary } from '../approvals/sheet.ts'
import type { TicketBody } from '../kernel/ledger.ts'
import { TICKET_STATES } from '../kernel/ticket.ts'
import { TIERS } from '../kernel/tier.ts'

/** The shapes that have a name in the document. */
export const SHAPES = z.registry<{ readonly id: string }>()

/** What the events of a stream say. */
export const TOLD: Readonly<Record<TicketBody['event'], string>> = {
  asked: 'a call waits for an operator',
  endorsed: 'one operator has approved, and another has to',
  approved: 'it may run',
  denied: 'it may not run',
  used: 'it has begun to run',
  void: 'the tool or the policy has changed, so it counts for nothing',
  expired: 'nobody decided in time, or it was not used in time',
}

const NUMBER = /^A-\d{1,9}$/

const instant = z.string().meta({ format: 'date-time' })
const number = z.string().regex(NUMBER).describe('As people say it, such as A-207.')
const tier = z.enum(TIERS)

/** A ticket's number as requests bring it. */
export const asNumber = number.transform((text) => Number(text.slice(2)))

export interface OperatorCard {
  readonly name: string
  readonly title: string
  readonly tools: readonly string[]
  readonly clients: readonly string[]
  readonly highestTier: (typeof TIERS)[number]
}

export const operatorCard: z.ZodType<OperatorCard> = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    tools: z.array(z.string()).describe('Names of tools, or patterns with *.'),
    clients: z.array(z.string()).describe('Names of clients, or patterns with *.'),
    highestTier: tier,
  })
  .describe('Whose token it is, and on what they may decide.')
  .register(SHAPES, { id: 'Operator' })

const summaryFields = z.strictObject({
  number,
  state: z.enum(TICKET_STATES),
  tool: z.string(),
  title: z.string().describe("The tool's name for people."),
  tier,
  client: z.string(),
  does: z.string().describe('What the call would do, in a phrase.'),
  askedAt: instant,
  approveBy: instant,
  approvals: z.int().min(0),
  operatorsNeeded: z.int().min(1),
})

export const summary: z.ZodType<Summary> = summaryFields
  .describe('A ticket in a list. Every text is safe to show.')
  .register(SHAPES, { id: 'Summary' })

const shownField = z
  .strictObject({
    path: z.string().describe('Where it stands in the arguments, such as to[0].name.'),
    value: z.string().describe('A JSON literal, whole; what would not be seen is escaped.'),
    notes: z.array(z.string()).describe('What is easily overlooked about it.'),
  })
  .register(SHAPES, { id: 'ShownField' })

const decision = z
  .strictObject({
    operator: z.string(),
    verdict: z.enum(['approve', 'deny']),
    at: instant,
    from: z.string(),
    reason: z.string().nullable(),
  })
  .register(SHAPES, { id: 'Decision' })

export const sheet: z.ZodType<Sheet> = summaryFields
  .extend({
    rule: z.string().describe('What asked for an approval.'),
    user: z.string().nullable(),
    conversation: z.string().nullable(),
    arguments: z.array(shownField).describe('The whole arguments, defaults included.'),
    resolved: z.array(shownField).describe('What they stand for, as the tool has looked it up.'),
    onApproval: z.enum(['wait', 'execute']),
    executeBy: instant.nullable(),
    decisions: z.array(decision),
    trail: z.array(z.string()).describe('What happened in the conversation, newest last.'),
    seen: z.string().describe('Names what is shown here. A decision has to say it.'),
  })
  .describe('All that an operator is shown of a ticket.')
  .register(SHAPES, { id: 'Sheet' })

export interface TicketPage {
  readonly tickets: readonly Summary[]
  readonly next: string | null
}

export const ticketPage: z.ZodType<TicketPage> = z
  .strictObject({
    tickets: z.array(summary).describe('Newest first.'),
    next: number.nullable().describe('The `before` of the next page; null when this is the last.'),
  })
  .register(SHAPES, { id: 'TicketPage' })

export const decided: z.ZodType<Decided> = z
  .strictObject({
    kind: z
      .enum(['approved', 'denied', 'endorsed'])
      .describe('endorsed: approved, and somebody else has to approve it too.'),
    ticket: summary,
  })
  .register(SHAPES, { id: 'Decided' })

/** The `data` of one event. */
export interface ToldEvent {
  readonly number: string
  readonly tool: string
  readonly client: string
  readonly at: string
  readonly by: string | null
}

export const toldEvent: z.ZodType<ToldEvent> = z
  .strictObject({
    number,
    tool: z.string(),
    client: z.string(),
    at: instant,
    by: z.string().nullable().describe('The operator.'),
  })
  .describe('The data of one event in the stream.')
  .register(SHAPES, { id: 'TicketEvent' })

/** The body of every refusal. */
export const refusalBody = z
  .strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) })
  .describe('Why it was not done. The code is for programs, the message for people.')
  .register(SHAPES, { id: 'Refusal' })
