import type { ServerResponse } from 'node:http'

import { shownText } from '../approvals/shown-value.ts'
import { maySeeTicket, type Operator } from '../kernel/operator.ts'
import type { TicketEvent } from '../kernel/ticket-events.ts'
import { ticketNumber } from '../kernel/ticket.ts'
import type { Visitor } from './route.ts'
import type { ToldEvent } from './shapes.ts'

const BEAT_MS = 15_000

/** How long a reader may take nothing of what is waiting for it. */
const PATIENCE_MS = 15_000

/** Pages that one stream is sent at once, so that one that has much to catch up with does not hold up the others. */
const MOST_PAGES = 10

/** How soon a reader should come back, in milliseconds. */
const RETRY_MS = 2_000

/** The events behind a place in the ledger, at most a page of them. */
export type PageAfter = (seq: number) => readonly TicketEvent[]

export interface TicketStream {
  /** Sends what is new, and that the stream is alive. False when it has ended. */
  feed(pageAfter: PageAfter, nowMs: number): boolean
  end(): void
}

/**
 * One operator's stream. It remembers its place in the ledger and nothing else: what the reader does not take stays
 * there, so that a slow one costs no more memory than a page.
 */
export function ticketStream(
  response: ServerResponse,
  { whoIs }: Pick<Visitor, 'whoIs'>,
  afterSeq: number,
  nowMs: number,
): TicketStream {
  let place = afterSeq
  let beatAtMs = nowMs + BEAT_MS
  let fullSinceMs: number | undefined
  /** False when the reader has to take something first. */
  const send = (text: string, atMs: number): boolean => {
    if (text === '' || response.write(text)) return true
    fullSinceMs = atMs
    response.once('drain', () => {
      fullSinceMs = undefined
    })
    return false
  }
  const sendNews = (operator: Operator, pageAfter: PageAfter, atMs: number): void => {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const events = pageAfter(place)
      place = events.at(-1)?.seq ?? place
      const heard = events.filter((event) => mayHear(operator, event))
      if (!send(heard.map(frameOf).join(''), atMs) || events.length === 0) return
    }
  }
  // The connection ends with the stream, so that a stop need not wait for it.
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    connection: 'close',
    'x-accel-buffering': 'no',
  })
  // With its place, so that whoever is cut off before the first event misses nothing either.
  void send(`retry: ${RETRY_MS}\nid: ${place}\n\n`, nowMs)
  return Object.freeze<TicketStream>({
    feed(pageAfter, atMs) {
      if (response.destroyed) return false
      if (fullSinceMs !== undefined) {
        // Whoever opens streams and reads none of them must not fill the memory with what waits for them.
        if (atMs - fullSinceMs < PATIENCE_MS) return true
        response.destroy()
        return false
      }
      const isDue = atMs >= beatAtMs
      if (!isDue && pageAfter(place).length === 0) return true
      const operator = whoIs()
      // Who lost a token by theft has it revoked, and from then on its thief hears nothing.
      if (!operator) {
        response.end()
        return false
      }
      sendNews(operator, pageAfter, atMs)
      if (isDue) {
        beatAtMs = atMs + BEAT_MS
        void send(': still here\n\n', atMs)
      }
      return true
    },
    end: () => void response.end(),
  })
}

/** What is known of an event when its ticket is forgotten does not say whose it was to decide. */
function mayHear(operator: Operator, { tool, client, tier }: TicketEvent): boolean {
  return tier !== null && maySeeTicket(operator, { tool, tier, asker: { client }, persons: [] })
}

function frameOf(event: TicketEvent): string {
  const data: ToldEvent = {
    number: ticketNumber(event),
    tool: shownText(event.tool),
    client: shownText(event.client),
    at: new Date(event.atMs).toISOString(),
    by: event.by === null ? null : shownText(event.by),
  }
  return `id: ${event.seq}\nevent: ticket.${event.event}\ndata: ${JSON.stringify(data)}\n\n`
}
