import type { TicketBody } from './ledger.ts'
import type { Tier } from './tier.ts'

/** Something that happened to a ticket, and what it takes to know who may hear of it. */
export interface TicketEvent extends Pick<
  TicketBody,
  'number' | 'event' | 'tool' | 'client' | 'by'
> {
  /** Its place in the ledger. */
  readonly seq: number
  readonly atMs: number
  /** The ticket's; `null` when the ticket itself is forgotten, a day after its end. */
  readonly tier: Tier | null
}

/** What every process of the deployment has put on record of tickets. Synchronous; throws when it cannot be read. */
export interface TicketEvents {
  /** The place of the newest; 0 when there is none. */
  newest(): number
  /** Those behind this place, oldest first, at most `limit`. */
  after(seq: number, limit: number): readonly TicketEvent[]
  close(): void
}
