import { termsFor } from '../kernel/approval-terms.ts'
import type { HasGate, HasOperation } from '../kernel/call.ts'
import type { ErrorCode, ToolError } from '../kernel/error.ts'
import type { Ticket } from '../kernel/ticket.ts'
import {
  againFor,
  askOperator,
  sayWaiting,
  whoAsks,
  type OperatorParts,
  type TicketCall,
} from './ask-operator.ts'
import type { AskedGate } from './gate-of.ts'
import { notRecorded } from './observe.ts'
import { ticketKey } from './operation-of.ts'
import { isApproved } from './ticket-seals.ts'
import { ticketRequest } from './ticket-request.ts'
import { inDoubt, stillWorking, twinOf } from './twin.ts'

type Needs = TicketCall & HasOperation

/**
 * The gate `approval`: lets a call run whose ticket was approved, for exactly what it is bound to, and asks for one
 * otherwise. A ticket that no longer fits ends here and now, so that it cannot fit again later.
 */
export async function byOperator(
  call: Needs,
  asked: AskedGate,
  parts: OperatorParts,
): Promise<HasGate | ToolError> {
  const ticket = parts.journal.ticketFor(ticketRequest(call))
  if (!ticket) return askOperator(parts, call, asked)
  if (!isOfThisOperation(call, ticket)) return stillWorking()
  switch (ticket.state) {
    case 'used':
      return continued(call, asked, parts, ticket)
    case 'denied':
      // For a while asking is answered by the denial; after that the same is another question.
      return askOperator(parts, call, asked)
    case 'pending':
    case 'approved':
      return living(call, asked, parts, ticket)
    default:
      // It ended while nobody asked for it, so that this is the first who hears of it.
      return askOperator(parts, call, asked, againFor(ticket, ENDED[ticket.state]))
  }
}

/**
 * Whether what the ticket lets run is the operation that this call is. It is not where the ticket was asked for and
 * approved, or another was, while this call was on its way: then the call would be an operation of its own, and whoever
 * asks what came of the ticket would not find it. Sent again it is the right one.
 */
function isOfThisOperation({ operation }: Needs, { id, state }: Ticket): boolean {
  const mayHaveRun = state === 'approved' || state === 'used'
  return !mayHaveRun || operation.madeBy === 'client' || operation.key === ticketKey(id)
}

const ENDED = { void: 'approval_changed', expired: 'approval_expired' } as const

/** A ticket that is alive, as it seems. */
async function living(
  call: Needs,
  asked: AskedGate,
  parts: OperatorParts,
  ticket: Ticket,
): Promise<HasGate | ToolError> {
  const amiss = whatIsAmiss(call, parts, ticket)
  if (amiss === undefined)
    return ticket.state === 'approved' ? passed(call, asked, ticket, false) : sayWaiting(ticket)
  const { code, state, why } = amiss
  try {
    await parts.journal.endTicket(ticket.id, { state, why, atMs: parts.clock.now() })
  } catch (error) {
    return notRecorded(error)
  }
  return askOperator(parts, call, asked, againFor(ticket, code))
}

interface Amiss {
  readonly code: Extract<ErrorCode, 'approval_changed' | 'approval_expired'>
  readonly state: 'void' | 'expired'
  /** For the record. */
  readonly why: string
}

function whatIsAmiss(call: Needs, parts: OperatorParts, ticket: Ticket): Amiss | undefined {
  const { plan, tool } = call
  const { clock, operators, approvalKey, policyVersion } = parts
  const nowMs = clock.now()
  const { state, askedAtMs, approveByMs, executeByMs, decisions } = ticket
  if ((executeByMs ?? approveByMs) <= nowMs)
    return { code: 'approval_expired', state: 'expired', why: 'not in time' }
  // A clock that was set back would give a ticket more time than was meant.
  if (Math.max(askedAtMs, ...decisions.map(({ atMs }) => atMs)) > nowMs)
    return { code: 'approval_expired', state: 'expired', why: 'the clock was set back' }
  const changed = (why: string): Amiss => ({ code: 'approval_changed', state: 'void', why })
  if (ticket.policyVersion !== policyVersion) return changed('the policy is another one')
  if (ticket.binding !== plan.binding)
    return changed(`what ${tool.name} would do is something else now`)
  if (
    state === 'approved' &&
    !isApproved({ ...ticket, ...asItIs(call, parts) }, operators, approvalKey)
  )
    return changed('its approval is not, or no longer, good')
  return undefined
}

/** Who asks, for what, and how many have to approve it: whoever writes the database must not write that. */
function asItIs(call: Needs, { approvals }: OperatorParts) {
  const { name, facts } = call.tool
  const { operators: operatorsNeeded } = termsFor(name, approvals)
  const { asker, persons } = whoAsks(call)
  return { tool: name, tier: facts.tier, operatorsNeeded, asker, persons }
}

/** A ticket that was used: by this very operation, which was broken off and goes on, or by one that has ended. */
async function continued(
  call: Needs,
  asked: AskedGate,
  parts: OperatorParts,
  ticket: Ticket,
): Promise<HasGate | ToolError> {
  const { operation, tool, plan } = call
  const nowMs = parts.clock.now()
  const { resumes } = tool.facts
  const twin = twinOf(parts.journal.operation(operation), { operation, resumes, nowMs })
  // Since it was looked for, another call with this ticket has begun, or has ended: that is this one's result.
  if (twin.kind === 'at_work' || twin.kind === 'answered') return stillWorking()
  if (twin.kind !== 'resumable' || twin.operation.clearance !== ticket.id)
    return askOperator(parts, call, asked, againFor(ticket, 'approval_used'))
  if (ticket.binding === plan.binding) return passed(call, asked, ticket, true)
  // What may have begun must not be begun anew under another ticket.
  return twin.operation.state === 'committed' || twin.operation.state === 'in_doubt'
    ? inDoubt()
    : askOperator(parts, call, asked, againFor(ticket, 'approval_changed'))
}

function passed({ plan }: Needs, asked: AskedGate, { id }: Ticket, isHeld: boolean): HasGate {
  const clearance = { of: 'ticket', id, binding: plan.binding, isHeld } as const
  return { gate: { ...asked, proof: 'operator_approval', clearance } }
}
