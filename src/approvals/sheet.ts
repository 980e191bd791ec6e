import { digestOf } from '../kernel/canonical-json.ts'
import type { Ticket, TicketState } from '../kernel/ticket.ts'
import { ticketNumber } from '../kernel/ticket.ts'
import { shownFields, shownText, type ShownField } from './shown-value.ts'

/** A ticket in a list. Every text is safe to show. */
export interface Summary {
  readonly number: string
  readonly state: TicketState
  readonly tool: string
  readonly title: string
  readonly tier: string
  readonly client: string
  /** What the call would do, in a phrase. */
  readonly does: string
  readonly askedAt: string
  readonly approveBy: string
  /** How many approvals it has, of how many that are needed. */
  readonly approvals: number
  readonly operatorsNeeded: number
}

/** What one operator said. */
export interface SaidDecision {
  readonly operator: string
  readonly verdict: 'approve' | 'deny'
  readonly at: string
  readonly from: string
  readonly reason: string | null
}

/** All that an operator is shown of a ticket, made here and from nothing that a model has written for the purpose. */
export interface Sheet extends Summary {
  /** What asked for an approval. */
  readonly rule: string
  readonly user: string | null
  readonly conversation: string | null
  /** The whole arguments, defaults included. */
  readonly arguments: readonly ShownField[]
  /** What they stand for, as the tool has looked it up. */
  readonly resolved: readonly ShownField[]
  readonly onApproval: 'wait' | 'execute'
  readonly executeBy: string | null
  readonly decisions: readonly SaidDecision[]
  /** What happened in the conversation of late, newest last. */
  readonly trail: readonly string[]
  /** Names what is shown here: a decision has to say it, so that nobody decides on what they have not seen. */
  readonly seen: string
}

export function summaryOf(ticket: Ticket): Summary {
  const { state, tool, title, tier, asker, readBack, askedAtMs, approveByMs } = ticket
  return {
    number: ticketNumber(ticket),
    state,
    tool: shownText(tool),
    title: shownText(title),
    tier,
    client: shownText(asker.client),
    does: shownText(readBack),
    askedAt: isoTime(askedAtMs),
    approveBy: isoTime(approveByMs),
    approvals: ticket.decisions.filter(({ verdict }) => verdict === 'approve').length,
    operatorsNeeded: ticket.operatorsNeeded,
  }
}

export function sheetOf(ticket: Ticket, trail: readonly string[]): Sheet {
  const { rule, user, conversation, onApproval, executeByMs } = ticket
  return {
    ...summaryOf(ticket),
    rule: shownText(rule),
    user: user === null ? null : shownText(user),
    conversation: conversation === null ? null : shownText(conversation),
    arguments: shownFields(ticket.arguments),
    resolved: shownFields(ticket.resolved),
    onApproval,
    executeBy: executeByMs === null ? null : isoTime(executeByMs),
    decisions: ticket.decisions.map(({ operator, verdict, atMs, from, reason }) => ({
      operator: shownText(operator),
      verdict,
      at: isoTime(atMs),
      from: shownText(from),
      reason: reason === null ? null : shownText(reason),
    })),
    trail: trail.map(shownText),
    seen: seenOf(ticket),
  }
}

/** The digest of what an operator is shown to decide on, whole; for the record. */
export function shownDigest(ticket: Ticket): string {
  const { id, number, binding, asker, user, conversation, tool, title, tier, rule } = ticket
  const { readBack, resolved, operatorsNeeded, onApproval } = ticket
  const who = { client: asker.client, user, conversation }
  const what = { tool, title, tier, rule, readBack, arguments: ticket.arguments, resolved }
  return digestOf({ id, number, binding, who, what, operatorsNeeded, onApproval })
}

/** The beginning of it, short enough to be typed. */
function seenOf(ticket: Ticket): string {
  return shownDigest(ticket).slice(0, 12)
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString()
}
