import { randomUUID } from 'node:crypto'

import { termsFor, type Approvals } from '../kernel/approval-terms.ts'
import type { Call, HasPlan, HasPrepared, HasPrincipal, HasTool, HasUser } from '../kernel/call.ts'
import { refuse, type ErrorCode, type ToolError } from '../kernel/error.ts'
import type { Identity } from '../kernel/identity.ts'
import { isRecord } from '../kernel/json.ts'
import { personsOf, whyMayNotDecide, type Operator } from '../kernel/operator.ts'
import type { NewTicket } from '../kernel/ticket-book.ts'
import { ticketNumber, type Asker, type Ticket } from '../kernel/ticket.ts'
import type { Again, AskParts } from './ask.ts'
import type { AskedGate } from './gate-of.ts'
import { notRecorded } from './observe.ts'
import { ticketRequest } from './ticket-request.ts'
import { toolDigest } from './tool-digest.ts'
import { withdrawn } from './withdrawn.ts'

export type TicketCall = Call & HasPrincipal & HasTool & HasUser & HasPrepared & HasPlan

export interface OperatorParts extends Pick<AskParts, 'journal' | 'clock'> {
  readonly operators: readonly Operator[]
  readonly approvals: Approvals
  readonly policyVersion: string
  /** For the seals on decisions. */
  readonly approvalKey: Uint8Array
}

/** Asks for an operator's approval. The call is answered at once, with a number that can be said; nothing has run. */
export async function askOperator(
  parts: OperatorParts,
  call: TicketCall,
  asked: AskedGate,
  again?: Again,
): Promise<ToolError> {
  // Nobody would hear the number.
  if (call.signal.aborted) return withdrawn()
  const { journal, approvals } = parts
  const ticket = newTicket(parts, call, asked)
  if (!canBeDecided(ticket, parts.operators)) return noOperator()
  const limits = { mostPending: approvals.pendingPerClient, quietMs: approvals.quietMs }
  try {
    const verdict = await journal.ask(ticket, limits)
    switch (verdict.kind) {
      case 'asked':
        return sayAsked(ticket, verdict.number, again)
      case 'waiting':
        return sayWaiting({ ...ticket, number: verdict.number, decisions: [] })
      case 'quiet':
        return sayQuiet(journal.ticketNumbered(verdict.number))
      default:
        return full()
    }
  } catch (error) {
    return notRecorded(error)
  }
}

function newTicket(
  { clock, approvals, policyVersion }: OperatorParts,
  call: TicketCall,
  { rule }: AskedGate,
): NewTicket {
  const { tool, plan } = call
  const { name, facts } = tool
  const { operators: operatorsNeeded, onApproval } = termsFor(name, approvals)
  const nowMs = clock.now()
  return {
    id: randomUUID(),
    ...whoAsks(call),
    tool: name,
    title: facts.title,
    tier: facts.tier,
    rule,
    request: ticketRequest(call),
    binding: plan.binding,
    policyVersion,
    toolDigest: toolDigest(tool),
    key: call.idempotencyKey ?? call.keyAsked ?? null,
    sent: isRecord(call.rawArguments) ? call.rawArguments : {},
    arguments: plan.arguments,
    resolved: plan.resolved,
    readBack: plan.readBack,
    operatorsNeeded,
    onApproval,
    askedAtMs: nowMs,
    approveByMs: nowMs + approvals.approveWithinMs,
    executeWithinMs: approvals.executeWithinMs,
  }
}

/** Who a call's ticket is asked for by, and everybody who must not decide on it. */
export function whoAsks({ principal, user, conversation, caller }: TicketCall) {
  const { client, identity } = principal
  const { toolset = null, tools = null } = caller.narrowing
  const as = askedAs(identity)
  return {
    asker: {
      client: client.name,
      handle: caller.handle ?? null,
      toolset,
      tools,
      ...(as && { as }),
    },
    persons: personsOf([user?.id, principal.user?.id, client.user?.id, client.owner]),
    user: user?.id ?? null,
    conversation: conversation?.id ?? null,
  }
}

/** What the credential has said, so that nothing more is done later than could have been done with it. */
function askedAs({ user, scopes, toolset }: Identity): Asker['as'] {
  if (!user && !scopes && toolset === undefined) return undefined
  return {
    ...(user && { user }),
    ...(scopes && { scopes }),
    ...(toolset !== undefined && { toolset }),
  }
}

/** Whether there are as many different persons as are needed, none of them one who asks. */
function canBeDecided(ticket: NewTicket, operators: readonly Operator[]): boolean {
  const able = operators.filter((operator) => whyMayNotDecide(operator, ticket) === undefined)
  const persons = new Set<string>()
  const different = able.filter((operator) => {
    const isNew = operator.persons.every((person) => !persons.has(person))
    for (const person of operator.persons) persons.add(person)
    return isNew
  })
  return different.length >= ticket.operatorsNeeded
}

const THEN = {
  wait: 'Send the same request again in a while; that carries it out once it is approved.',
  execute:
    'Once approved it runs by itself. Send the same request again in a while for its result.',
} as const

function sayAsked({ onApproval }: NewTicket, number: number, again?: Again): ToolError {
  const ticket = ticketNumber({ number })
  const words = again ? `${again.words} ` : ''
  return refuse(
    again?.code ?? 'approval_pending',
    `${words}A colleague has to approve this, and was asked just now as ticket ${ticket}. Nothing is done yet. Tell the caller, and go on. ${THEN[onApproval]}`,
  )
}

/** What a call is told whose ticket nobody has decided on yet. */
export function sayWaiting(ticket: NewTicket & Pick<Ticket, 'number' | 'decisions'>): ToolError {
  const { decisions, operatorsNeeded, onApproval } = ticket
  const left = operatorsNeeded - decisions.length
  const whom =
    decisions.length > 0 ? `${left} more ${left > 1 ? 'colleagues' : 'colleague'}` : 'a colleague'
  return refuse(
    'approval_pending',
    `Ticket ${ticketNumber(ticket)} still waits for ${whom} to approve it, and nothing is done yet. ${THEN[onApproval]}`,
  )
}

/** What a call is told whose ticket was denied. */
function sayDenied(ticket: Ticket): ToolError {
  const reason = ticket.decisions.find(({ verdict }) => verdict === 'deny')?.reason
  const why = reason ? `, saying: "${reason}"` : ''
  return refuse(
    'approval_denied',
    `A colleague has said no to ticket ${ticketNumber(ticket)}${why}. Nothing was done. Tell the caller, and do not ask for it again.`,
  )
}

/** A denial of another request, which must not be asked for once more in other words, nor the same from elsewhere. */
function sayQuiet(denied: Ticket | undefined): ToolError {
  return denied ? sayDenied(denied) : refuse('approval_denied', 'A colleague has said no to this.')
}

/** Why a call is asked for anew, by what became of its ticket. */
export function againFor(
  ticket: Ticket,
  code: Extract<ErrorCode, 'approval_changed' | 'approval_expired' | 'approval_used'>,
): Again {
  const number = ticketNumber(ticket)
  const words = {
    approval_changed: `Something is different from what ticket ${number} was for.`,
    approval_expired:
      ticket.executeByMs === null
        ? `Nobody decided on ticket ${number} in time.`
        : `Ticket ${number} was approved, but not used in time.`,
    approval_used: `Ticket ${number} has been used already.`,
  }
  return { code, words: words[code] }
}

function full(): ToolError {
  return refuse(
    'approvals_full',
    'This needs the approval of a colleague, and too much is waiting for one already. Hand over to a colleague.',
  )
}

function noOperator(): ToolError {
  return refuse(
    'no_operator',
    'This needs the approval of a colleague, and there is none who may give it. Hand over to a colleague.',
  )
}
