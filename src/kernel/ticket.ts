import type { Identity } from './identity.ts'
import type { Fields } from './json.ts'
import type { Tier } from './tier.ts'

/**
 * Where a ticket stands. `pending` and `approved` are alive; the rest are ends, and none of them is left again. A ticket
 * whose time ran out is `expired` on the disk as soon as somebody has looked, so that a clock set back does not revive it.
 */
export const TICKET_STATES = ['pending', 'approved', 'denied', 'used', 'void', 'expired'] as const

/** Where a ticket stands. */
export type TicketState = (typeof TICKET_STATES)[number]

/** Who sent the request, so that the same request can be sent in their name once it is approved. */
export interface Asker {
  readonly client: string
  /** The conversation's name, as the client sent it. */
  readonly handle: string | null
  readonly toolset: string | null
  readonly tools: readonly string[] | null
  /** What the credential said of it, where it said more than the client's name. */
  readonly as?: Pick<Identity, 'user' | 'scopes' | 'toolset'>
}

/** What an operator said of a ticket. */
export interface TicketDecision {
  readonly operator: string
  /** Who the operator is, and who is behind them: never one of those who asked. */
  readonly persons: readonly string[]
  readonly verdict: 'approve' | 'deny'
  readonly atMs: number
  /** From where it was said, such as an address or `cli`. */
  readonly from: string
  readonly reason: string | null
  /** The digest of what was shown. */
  readonly shown: string
  /** A keyed digest over all of this and the ticket's binding: who writes the database approves nothing. */
  readonly seal: string
}

/** A call that waits for an operator, with everything that it would do. Nothing of it has run. */
export interface Ticket {
  /** 128 random bits. */
  readonly id: string
  /** Said and written as `A-207`. */
  readonly number: number
  readonly asker: Asker
  /** Who asks: the acting user, the client's own person, and the client's owner. */
  readonly persons: readonly string[]
  /** The acting user's id. */
  readonly user: string | null
  readonly conversation: string | null
  readonly tool: string
  /** The tool's name for people. */
  readonly title: string
  readonly tier: Tier
  /** What asked for an approval, such as `tier privileged` or `rule large-refund`. */
  readonly rule: string
  /** The digest by which the same request is known when it is sent again. */
  readonly request: string
  /** The digest of everything that the approval counts for. */
  readonly binding: string
  readonly policyVersion: string
  readonly toolDigest: string
  /** The client's own idempotency key. */
  readonly key: string | null
  /** The arguments as they were sent, to be sent again. */
  readonly sent: Fields
  /** The arguments as they were understood, defaults included. */
  readonly arguments: Fields
  /** What the tool's plan has resolved them to. */
  readonly resolved: Fields
  readonly readBack: string
  /** How many different operators have to approve. */
  readonly operatorsNeeded: number
  /** Whether the client has to send the call again, or it runs by itself once it is approved. */
  readonly onApproval: 'wait' | 'execute'
  readonly askedAtMs: number
  readonly approveByMs: number
  /** How long an approval counts. */
  readonly executeWithinMs: number
  /** Until when it counts; null before it was given. */
  readonly executeByMs: number | null
  /** When it came to its end; null while it is alive. */
  readonly endedAtMs: number | null
  readonly state: TicketState
  /** In the order in which they were said. */
  readonly decisions: readonly TicketDecision[]
}

/** A ticket's number as it is said and written. */
export function ticketNumber({ number }: Pick<Ticket, 'number'>): string {
  return `A-${number}`
}

/** Reads it as people and models write it: `A-207`, `a 207`, `207`. */
export function readTicketNumber(text: string): number | undefined {
  const digits = /^\s*(?:a[\s-]*)?(\d{1,9})\s*$/i.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
