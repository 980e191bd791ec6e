import type { Ticket, TicketDecision, TicketState } from './ticket.ts'

/** A ticket that is asked for; its number and its end are given by the book. */
export type NewTicket = Omit<Ticket, 'number' | 'state' | 'decisions' | 'executeByMs' | 'endedAtMs'>

export interface TicketLimits {
  /** Tickets of one client that may be pending at once. */
  readonly mostPending: number
  /** How long after a denial its conversation may not ask for the tool again, nor its client for the same anywhere. */
  readonly quietMs: number
}

/** What asking came to. `waiting`: the same request is alive already. `quiet`: it was denied not long ago. */
export type AskVerdict =
  | { readonly kind: 'asked' | 'waiting' | 'quiet'; readonly number: number }
  | { readonly kind: 'full' }

/** What deciding came to. `over`: nothing can be decided any more. `twice`: this person has decided already. */
export type DecideVerdict =
  | { readonly kind: 'approved' | 'denied' | 'endorsed' }
  | { readonly kind: 'over'; readonly state: TicketState }
  | { readonly kind: 'twice' }

/** Which tickets are listed: newest first, those in these states whose number is below `before`. */
export interface TicketQuery {
  readonly states: readonly TicketState[]
  readonly before?: number | undefined
  readonly limit: number
}

/** The tickets, kept beside the operations that they let run. Every promise resolves when its change is on the disk. */
export interface TicketBook {
  /** Adds it, unless the same request is alive, was denied a moment ago, or the client has too many. */
  ask(ticket: NewTicket, limits: TicketLimits): Promise<AskVerdict>
  /** Puts a decision on record; the last one that is needed approves, any denial denies. */
  decide(id: string, decision: TicketDecision): Promise<DecideVerdict>
  /** Ends one that is alive. False when it was not. */
  endTicket(
    id: string,
    how: { readonly state: 'void' | 'expired'; readonly why: string; readonly atMs: number },
  ): Promise<boolean>
  /** The newest with this digest of its request. */
  ticketFor(request: string): Ticket | undefined
  ticketNumbered(number: number): Ticket | undefined
  tickets(query: TicketQuery): readonly Ticket[]
  /** Those of one client's conversation, newest first; at most 20. */
  ticketsOf(client: string, conversation: string | null): readonly Ticket[]
  /**
   * Approved ones that run by themselves and have not come to an end yet, oldest first; at most 20, of those whose
   * number is above `after`. An operation that was broken off or withdrawn before it had begun is no end.
   */
  ticketsToRun(nowMs: number, after?: number): readonly Ticket[]
}
