import type { Clock } from '../kernel/host.ts'
import type { Journal } from '../kernel/journal.ts'
import { maySeeTicket, whyMayNotDecide, type Operator } from '../kernel/operator.ts'
import type { TicketQuery } from '../kernel/ticket-book.ts'
import { ticketNumber, type Ticket, type TicketDecision } from '../kernel/ticket.ts'
import { sealOf } from '../policy/ticket-seals.ts'
import { sheetOf, shownDigest, summaryOf, type Sheet, type Summary } from './sheet.ts'

/** What an operator says of a ticket. */
export interface Ruling {
  readonly verdict: 'approve' | 'deny'
  /** The `seen` of the sheet that was shown. */
  readonly seen: string
  /** Needed for a denial: the caller is told. */
  readonly reason: string | null
  /** From where it is said, such as an address. */
  readonly from: string
}

/** Why nothing was decided. `message` is for the operator. */
export interface NotDecided {
  readonly kind: 'refused'
  readonly code:
    | 'unknown_ticket'
    | 'own_ticket'
    | 'not_seen'
    | 'no_reason'
    | 'decided_already'
    | 'over'
    | 'changed'
  readonly message: string
}

export interface Decided {
  /** `endorsed`: approved, and somebody else has to approve it too. */
  readonly kind: 'approved' | 'denied' | 'endorsed'
  readonly ticket: Summary
}

/** Where operators look at tickets and decide, whichever way they come in. */
export interface ApprovalDesk {
  /** Those on which this operator may decide, or could if they were not their own. */
  list(operator: Operator, query: TicketQuery): readonly Summary[]
  show(operator: Operator, number: number): Sheet | undefined
  /** Rejects when it could not be put on record; then nothing was decided. */
  decide(operator: Operator, number: number, ruling: Ruling): Promise<Decided | NotDecided>
}

export interface DeskParts {
  readonly journal: Journal
  readonly clock: Clock
  /** For the seals. */
  readonly approvalKey: Uint8Array
  /** What is in force here; a ticket that was asked for under something else is void. */
  readonly policyVersion: string
  /** The digest of a tool's definition as it is now; `undefined` when there is no such tool. */
  readonly digestOfTool: (tool: string) => string | undefined
  /** What happened in a conversation of late, newest last. */
  readonly trail: (conversation: string) => readonly string[]
}

export function approvalDesk(parts: DeskParts): ApprovalDesk {
  const { journal, trail } = parts
  const found = (operator: Operator, number: number): Ticket | undefined => {
    const ticket = journal.ticketNumbered(number)
    return ticket && maySeeTicket(operator, ticket) ? ticket : undefined
  }
  return Object.freeze<ApprovalDesk>({
    list: (operator, query) =>
      seenBy(operator, query, (from) => journal.tickets(from)).map(summaryOf),
    show(operator, number) {
      const ticket = found(operator, number)
      if (!ticket) return undefined
      const { conversation } = ticket
      return sheetOf(ticket, conversation === null ? [] : trail(conversation))
    },
    async decide(operator, number, ruling) {
      const ticket = found(operator, number)
      if (!ticket) return refused('unknown_ticket', 'There is no such ticket for you to decide on.')
      return whyNot(operator, ticket, ruling) ?? decided(parts, operator, ticket, ruling)
    },
  })
}

/** As many tickets as are read at once, at the most. */
const LARGEST_READ = 200

/**
 * A page of what the operator may see: those of others are passed over, so that they do not leave pages empty. Whoever
 * sees few of many is read for in larger and larger pieces.
 */
function seenBy(
  operator: Operator,
  query: TicketQuery,
  read: (query: TicketQuery) => readonly Ticket[],
): readonly Ticket[] {
  const seen: Ticket[] = []
  let { before, limit } = query
  for (;;) {
    const page = read({ ...query, before, limit })
    for (const ticket of page)
      if (seen.length < query.limit && maySeeTicket(operator, ticket)) seen.push(ticket)
    if (seen.length >= query.limit || page.length < limit) return seen
    before = page.at(-1)?.number
    limit = Math.max(limit, Math.min(limit * 2, LARGEST_READ))
  }
}

function whyNot(
  operator: Operator,
  ticket: Ticket,
  { seen, verdict, reason }: Ruling,
): NotDecided | undefined {
  const number = ticketNumber(ticket)
  if (whyMayNotDecide(operator, ticket) === 'own')
    return refused(
      'own_ticket',
      `Ticket ${number} is your own, so somebody else has to decide on it.`,
    )
  // What you see is what you sign: a decision names the sheet that it was made on.
  if (!shownDigest(ticket).startsWith(seen) || seen.length < SEEN_LENGTH)
    return refused(
      'not_seen',
      `Look at ticket ${number} first, and say its "seen" with the decision.`,
    )
  if (verdict === 'deny' && !reason?.trim())
    return refused('no_reason', 'Say why not: the caller is told.')
  return undefined
}

const SEEN_LENGTH = 12

/** A reason is read aloud by an agent. */
const LONGEST_REASON = 300

async function decided(
  { journal, clock, approvalKey, policyVersion, digestOfTool }: DeskParts,
  operator: Operator,
  ticket: Ticket,
  { verdict, reason, from }: Ruling,
): Promise<Decided | NotDecided> {
  const { id } = ticket
  const number = ticketNumber(ticket)
  const atMs = clock.now()
  const isOther =
    ticket.policyVersion !== policyVersion || digestOfTool(ticket.tool) !== ticket.toolDigest
  if (isOther && ticket.state === 'pending') {
    await journal.endTicket(id, { state: 'void', why: 'tool or policy changed', atMs })
    return refused(
      'changed',
      `The tool or the policy has changed since, so ticket ${number} is void.`,
    )
  }
  const said: Omit<TicketDecision, 'seal'> = {
    operator: operator.name,
    persons: operator.persons,
    verdict,
    atMs,
    from,
    reason: reason === null ? null : plainReason(reason),
    shown: shownDigest(ticket),
  }
  const verdictOf = await journal.decide(id, { ...said, seal: sealOf(approvalKey, ticket, said) })
  if (verdictOf.kind === 'twice')
    return refused(
      'decided_already',
      `You have decided on ticket ${number} already; somebody else has to, too.`,
    )
  if (verdictOf.kind === 'over')
    return refused('over', `Ticket ${number} is ${verdictOf.state} already.`)
  const now = journal.ticketNumbered(ticket.number) ?? ticket
  return { kind: verdictOf.kind, ticket: summaryOf(now) }
}

/** One line that an agent can say; what is no text is left out. */
function plainReason(reason: string): string {
  return reason
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON)
}

function refused(code: NotDecided['code'], message: string): NotDecided {
  return { kind: 'refused', code, message }
}
