import type { Decided, NotDecided } from '../approvals/desk.ts'
import type { Sheet, Summary } from '../approvals/sheet.ts'
import type { TicketBody } from '../kernel/ledger.ts'
import type { TicketQuery } from '../kernel/ticket-book.ts'

/** What happened to a ticket. */
export interface ToldTicket {
  /** Its place in the ledger. */
  readonly seq: number
  readonly event: TicketBody['event']
  /** Such as `A-207`. */
  readonly number: string
  readonly tool: string
  readonly client: string
  /** ISO 8601. */
  readonly at: string
  /** The operator. */
  readonly by: string | null
}

/** What an operator says of a ticket on the command line. */
export interface Said {
  readonly verdict: 'approve' | 'deny'
  readonly seen: string
  readonly reason: string | null
}

/** Where one operator decides: in this process, or at a server elsewhere. */
export interface OperatorDesk {
  list(query: TicketQuery): Promise<readonly Summary[]>
  show(number: number): Promise<Sheet | undefined>
  decide(number: number, said: Said): Promise<Decided | NotDecided>
  /** What happens from now on, until `signal` aborts. */
  events(signal: AbortSignal): AsyncIterable<ToldTicket>
  close(): Promise<void>
}
