import type { Life } from './life.ts'
import {
  answerOrDeath,
  booking,
  codeIn,
  newOrder,
  renting,
  ticketIn,
  type Order,
} from './orders.ts'
import type { Answered } from './server.ts'

/** An answer that was seen, with the life that gave it. */
export interface Seen {
  readonly life: Life
  readonly answered: Answered
}

/** What the clients of all lives were told. */
export interface Notebook {
  /** Answers of writes, refusals included; each has to be on record from then on. */
  readonly writes: Seen[]
  /** Answers of reads, which have to be a moment later. */
  readonly reads: Seen[]
  /** What came back when a code was brought, by order. */
  readonly told: Map<string, string[]>
  /** Tickets and decisions that somebody had been told of, and that were gone. */
  readonly lost: string[]
  /** Calls whose process died before an answer was seen. */
  unanswered: number
}

/** Where the callers call: the life that is open, which changes under them. */
export interface Desk {
  /** Resolves when some life is open; `undefined` when there will be none any more. */
  current(): Promise<Life | undefined>
  /** False when no new order should be begun. */
  isOpen(): boolean
}

/** How often a client that got no answer sends its code without the key first. */
const KEYLESS = 0.3

/** Books one order after the other, each until it is settled, through as many deaths as it takes. */
export async function keepBooking(name: string, desk: Desk, notebook: Notebook): Promise<void> {
  for (let n = 1; desk.isOpen(); n++) await settle(newOrder(`${name}-${n}`), desk, notebook)
}

async function settle(order: Order, desk: Desk, notebook: Notebook): Promise<void> {
  const question = await untilAnswered(() => booking(order), desk, notebook)
  // So many processes died over the question that it may not be put any more.
  if (!question || question.outcome === 'too_many_tries') return
  const code = codeIn(question)
  let isFirst = true
  const said = (answered: Answered): void => {
    notebook.told.set(order.id, [...(notebook.told.get(order.id) ?? []), answered.outcome])
  }
  for (;;) {
    const life = await desk.current()
    if (!life) return
    if (!isFirst && Math.random() < KEYLESS) {
      const keyless = await once(life, booking(order, code, false), notebook)
      if (keyless) said(keyless)
    }
    isFirst = false
    const answered = await once(life, booking(order, code), notebook)
    if (!answered) continue
    said(answered)
    if (answered.outcome !== 'still_working') return
  }
}

/** The same behind an operator, who approves whatever is asked for. */
export async function keepRenting(name: string, desk: Desk, notebook: Notebook): Promise<void> {
  for (let n = 1; desk.isOpen(); n++) await rent(newOrder(`${name}-${n}`), desk, notebook)
}

async function rent(order: Order, desk: Desk, notebook: Notebook): Promise<void> {
  let known: number | undefined
  let isApproved = false
  for (;;) {
    const life = await desk.current()
    if (!life) return
    const answered = await once(life, renting(order), notebook)
    if (!answered || answered.outcome === 'still_working') continue
    const number = ticketIn(answered)
    if (number === undefined) {
      notebook.told.set(order.id, [answered.outcome])
      return
    }
    if (known !== undefined && known !== number) notebook.lost.push(`ticket ${known}`)
    if (isApproved) notebook.lost.push(`the decision on ${number}`)
    known = number
    const decided = await answerOrDeath(life.approve(number))
    isApproved = decided?.outcome === 'approved'
  }
}

/** Reads without end, a few at a time, with pauses as people make. */
export async function keepReading(desk: Desk, notebook: Notebook): Promise<void> {
  for (let n = 1; desk.isOpen(); n++) {
    const life = await desk.current()
    if (!life) return
    await once(life, look(n), notebook)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4))
  }
}

function look(n: number) {
  return { tool: 'desk_look', handle: 'reader', args: { order: `R-${n}` } }
}

async function untilAnswered(
  ask: () => Parameters<Life['call']>[0],
  desk: Desk,
  notebook: Notebook,
) {
  for (;;) {
    const life = await desk.current()
    if (!life) return undefined
    const answered = await once(life, ask(), notebook)
    if (answered) return answered
  }
}

async function once(life: Life, asked: Parameters<Life['call']>[0], notebook: Notebook) {
  const answered = await answerOrDeath(life.call(asked))
  if (answered)
    (asked.tool === 'desk_look' ? notebook.reads : notebook.writes).push({ life, answered })
  else notebook.unanswered++
  return answered
}
