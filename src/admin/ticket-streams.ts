import type { ServerResponse } from 'node:http'

import type { Clock } from '../kernel/host.ts'
import type { TicketEvent, TicketEvents } from '../kernel/ticket-events.ts'
import type { Refusal } from './refusal.ts'
import type { Visitor } from './route.ts'
import { ticketStream, type PageAfter, type TicketStream } from './ticket-stream.ts'

const EVERY_MS = 250
const PAGE = 100

const MOST_STREAMS = 100
const MOST_OF_ONE = 10

/** All streams of events, fed by one look at the ledger. */
export interface TicketStreams {
  /** Begins one behind this place in the ledger, or now. Answers why not, when it does not. */
  open(
    response: ServerResponse,
    visitor: Visitor,
    afterSeq: number | undefined,
  ): Refusal<'too_many_streams'> | undefined
  /** Ends all of them. */
  close(): void
}

export interface StreamParts {
  readonly events: TicketEvents
  readonly clock: Clock
  readonly onTrouble: (error: Error) => void
}

export function ticketStreams({ events, clock, onTrouble }: StreamParts): TicketStreams {
  /** Each with the name of its operator. */
  const open = new Map<TicketStream, string>()
  let callOff: (() => void) | undefined
  let isWell = true
  const feed = (pageAfter: PageAfter): void => {
    try {
      for (const stream of open.keys())
        if (!stream.feed(pageAfter, clock.now())) open.delete(stream)
      isWell = true
    } catch (error) {
      // Said once and not four times a second.
      if (isWell) onTrouble(error instanceof Error ? error : new Error(String(error)))
      isWell = false
    }
  }
  const watch = (): void => {
    callOff = clock.after(EVERY_MS, () => {
      callOff = undefined
      feed(pagesOf(events))
      if (open.size > 0) watch()
    })
  }
  return Object.freeze<TicketStreams>({
    open(response, visitor, afterSeq) {
      const { name } = visitor.operator
      const ofOne = [...open.values()].filter((other) => other === name).length
      // One operator's runaway page must not keep the others from hearing anything.
      if (open.size >= MOST_STREAMS || ofOne >= MOST_OF_ONE) return TOO_MANY
      const newest = events.newest()
      // A place that is still to come would be waited for in silence, such as after a restored backup.
      const place = Math.min(afterSeq ?? newest, newest)
      const stream = ticketStream(response, visitor, place, clock.now())
      open.set(stream, name)
      response.once('close', () => open.delete(stream))
      if (place < newest) feed(pagesOf(events))
      if (!callOff) watch()
      return undefined
    },
    close() {
      callOff?.()
      for (const stream of open.keys()) stream.end()
      open.clear()
    },
  })
}

const TOO_MANY: Refusal<'too_many_streams'> = {
  code: 'too_many_streams',
  message: 'Too many streams are open. Close one first.',
  headers: { 'retry-after': '15' },
}

/** Most streams are at the same place, so what is behind it is read once for all of them. */
function pagesOf(events: TicketEvents): PageAfter {
  const pages = new Map<number, readonly TicketEvent[]>()
  return (seq) => {
    const page = pages.get(seq) ?? events.after(seq, PAGE)
    pages.set(seq, page)
    return page
  }
}
