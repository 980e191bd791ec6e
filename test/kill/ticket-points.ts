import type { ProviderMode } from './desk-module.ts'
import { EXPECTED, type Allowed } from './expected.ts'
import { POINTS, TICKET_POINTS, type TicketPoint } from './fail-points.ts'
import { openHouse } from './house.ts'
import type { Verdict } from './judge.ts'
import type { Life } from './life.ts'
import { opened } from './named-points.ts'
import { answerOrDeath, newOrder, renting, ticketIn, type Order } from './orders.ts'
import type { Answered } from './server.ts'

/** What came of one order whose process was killed at one point, and whose client asked again. */
export interface TicketOutcome {
  readonly point: TicketPoint
  readonly told: string
  readonly requests: number
  readonly effects: number
  /** A ticket that a client had heard of, or a decision that an operator had, and that was gone. */
  readonly lost: readonly string[]
}

export interface TicketRun {
  readonly outcomes: readonly TicketOutcome[]
  readonly verdict: Verdict
}

/** Kills one process at each point between asking, deciding, consuming, effect and record. */
export async function killTicketsAtEachPoint(
  mode: ProviderMode,
  onApproval: 'wait' | 'execute',
): Promise<TicketRun> {
  const house = await openHouse(mode, 0, 2, onApproval)
  try {
    const told = new Map<string, readonly string[]>()
    const outcomes: TicketOutcome[] = []
    let life = await opened(house)
    for (const point of TICKET_POINTS) {
      const order = newOrder(point)
      const before = await deadOver(point, life, order, onApproval)
      life = await opened(house)
      const after = await settledAfter(before, life, order)
      told.set(order.id, [after.answer.outcome])
      const of = (await house.provider.effects()).filter((effect) => effect.order === order.id)
      outcomes.push({
        point,
        told: after.answer.isReplayed ? `${after.answer.outcome}, replayed` : after.answer.outcome,
        requests: of.length,
        effects: of.filter(({ performed }) => performed).length,
        lost: after.lost,
      })
    }
    await life.close()
    return { outcomes, verdict: await house.verdict(told) }
  } finally {
    house.end()
  }
}

/** What was acknowledged before the process died. */
interface Before {
  readonly number: number | undefined
  readonly isApproved: boolean
}

async function deadOver(
  point: TicketPoint,
  life: Life,
  order: Order,
  onApproval: 'wait' | 'execute',
): Promise<Before> {
  if (point.endsWith('-ask')) life.arm(point)
  const asked = await answerOrDeath(life.call(renting(order)))
  const number = asked && ticketIn(asked)
  if (number === undefined) return gone(life, { number, isApproved: false })
  life.arm(point)
  const approved = await answerOrDeath(life.approve(number))
  if (!approved) return gone(life, { number, isApproved: false })
  // Approved calls that run by themselves need nobody to ask for them; else the client does.
  if (onApproval === 'wait' || point === 'before-answer') {
    const answer = await answerOrDeath(life.call(renting(order)))
    if (answer && onApproval === 'wait')
      throw new Error(`Nobody died at ${point}: ${answer.outcome}: ${answer.text}`)
  }
  return gone(life, { number, isApproved: approved.outcome === 'approved' })
}

async function gone(life: Life, before: Before): Promise<Before> {
  await life.gone
  return before
}

/** Asks again until nobody is at work on it any more; an operator decides where none has. */
async function settledAfter(
  { number: known, isApproved }: Before,
  life: Life,
  order: Order,
): Promise<{ readonly answer: Answered; readonly lost: readonly string[] }> {
  const lost: string[] = []
  for (;;) {
    const answer = await life.call(renting(order))
    const number = ticketIn(answer)
    if (answer.outcome !== 'still_working' && number === undefined) return { answer, lost }
    if (number === undefined) continue
    if (known !== undefined && number !== known) lost.push(`the ticket ${known}`)
    if (isApproved) lost.push(`the decision on ${number}`)
    if (lost.length > 0) return { answer, lost }
    await life.approve(number)
  }
}

const DONE: Allowed = [['success', 1, 1]]
const DONE_BY_ITSELF: Allowed = [...DONE, ['success, replayed', 1, 1]]

/** What has to come of a kill at each point: as of a write behind a code, from the claim on. */
export function isExpectedOf(
  mode: ProviderMode,
  onApproval: 'wait' | 'execute',
  { point, told, requests, effects, lost }: TicketOutcome,
): boolean {
  const late = POINTS.find((each) => each === point)
  const asWritten = late ? EXPECTED[mode][late] : onApproval === 'wait' ? DONE : DONE_BY_ITSELF
  // What runs by itself may have been finished before its client asks.
  const allowed =
    onApproval === 'wait'
      ? asWritten
      : asWritten.flatMap(([words, ...counts]) =>
          words === 'success'
            ? [[words, ...counts] as const, ['success, replayed', ...counts] as const]
            : [[words, ...counts] as const],
        )
  return (
    lost.length === 0 &&
    allowed.some(([words, asked, done]) => words === told && asked === requests && done === effects)
  )
}
