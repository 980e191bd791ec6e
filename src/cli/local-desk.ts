import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

import { operatorFor } from '../approvals/operator-for.ts'
import type { Config } from '../config/config.ts'
import { maySeeTicket, type Operator } from '../kernel/operator.ts'
import type { TicketEvent } from '../kernel/ticket-events.ts'
import { ticketNumber } from '../kernel/ticket.ts'
import { openDesk } from '../open-desk.ts'
import { databaseFile } from '../store/places.ts'
import { openTicketEvents } from '../store/sqlite/ticket-events.ts'
import { systemClock } from '../system-clock.ts'
import { withStores } from './deployment.ts'
import type { OperatorDesk, ToldTicket } from './operator-desk.ts'
import { UsageError } from './usage-error.ts'
import { openedRecords } from './with-journal.ts'

const LOOK_EVERY_MS = 500
const MOST_AT_ONCE = 200

/** The desk over the deployment's own records, in this process. Throws `UsageError` when the token is nobody's. */
export function localDesk(config: Config, token: string): OperatorDesk {
  const known = withStores(config, ({ operatorKeys }) =>
    operatorFor(config.operators, operatorKeys)(token),
  )
  if (!known) throw new UsageError(NOBODY)
  const records = openedRecords(config)
  const desk = openDesk(config, records, systemClock)
  return Object.freeze<OperatorDesk>({
    list: async (query) => desk.list(known, query),
    show: async (number) => desk.show(known, number),
    decide: (number, said) => desk.decide(known, number, { ...said, from: `cli on ${hostname()}` }),
    events: (signal) => eventsIn(databaseFile(config.server.dataDir), known, signal),
    close: () => records.journal.close(),
  })
}

/** Said wherever a token is none: which of several reasons it is, is nobody else's business. */
export const NOBODY =
  "That token is no operator's, or no longer one's. To make one: toolcrib operators add OPERATOR"

async function* eventsIn(
  file: string,
  operator: Operator,
  signal: AbortSignal,
): AsyncGenerator<ToldTicket> {
  const events = openTicketEvents(file)
  try {
    let seq = events.newest()
    while (!signal.aborted) {
      for (const event of events.after(seq, MOST_AT_ONCE)) {
        ;({ seq } = event)
        if (isFor(operator, event)) yield told(event)
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
    }
  } finally {
    events.close()
  }
}

/** A ticket that is forgotten was seen by those whom its tool and client concern, whatever its tier was. */
function isFor(operator: Operator, { tool, client, tier }: TicketEvent): boolean {
  return maySeeTicket(operator, {
    tool,
    tier: tier ?? operator.highestTier,
    persons: [],
    asker: { client },
  })
}

function told({ seq, event, number, tool, client, atMs, by }: TicketEvent): ToldTicket {
  const at = new Date(atMs).toISOString()
  return { seq, event, number: ticketNumber({ number }), tool, client, at, by }
}
