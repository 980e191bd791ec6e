import type { ProviderMode } from './desk-module.ts'
import { POINTS, type CodePoint, type Point } from './fail-points.ts'
import { openHouse, type House } from './house.ts'
import type { Verdict } from './judge.ts'
import type { Life } from './life.ts'
import { answerOrDeath, booking, codeIn, newOrder, type Order } from './orders.ts'

/** What came of one order whose process was killed at one point, and was then sent again with the same key. */
export interface Outcome {
  readonly point: CodePoint
  /** What the retry was told, `replayed` where it was told what an earlier try had come to. */
  readonly told: string
  readonly requests: number
  readonly effects: number
  /** What the same code was good for afterwards, in a call of its own: it must be nothing. */
  readonly codeAgain: string
}

export interface NamedRun {
  readonly outcomes: readonly Outcome[]
  readonly verdict: Verdict
}

/** Kills one process at each point, in one house, and lets the next one find what it has left. */
export async function killAtEachPoint(mode: ProviderMode): Promise<NamedRun> {
  const house = await openHouse(mode, 0, 2)
  try {
    const told = new Map<string, readonly string[]>()
    const outcomes: Outcome[] = []
    let life = await opened(house)
    for (const point of POINTS) {
      const order = newOrder(point)
      const before = await deadAt(point, life, order)
      life = await opened(house)
      const code = before ?? codeIn(await life.call(booking(order)))
      const answer = await settled(life, order, code)
      told.set(order.id, [answer.outcome])
      const again = await life.call(booking(order, code, false))
      const of = (await house.provider.effects()).filter((effect) => effect.order === order.id)
      outcomes.push({
        point,
        told: answer.isReplayed ? `${answer.outcome}, replayed` : answer.outcome,
        requests: of.length,
        effects: of.filter(({ performed }) => performed).length,
        codeAgain: again.outcome,
      })
    }
    await life.close()
    return { outcomes, verdict: await house.verdict(told) }
  } finally {
    house.end()
  }
}

/** The next process, with the house open. */
export async function opened(house: House): Promise<Life> {
  const life = await house.nextLife()
  await life.open(house.setting)
  return life
}

/**
 * Has the process die over the order at this point: over the call that asks for a code, or over the one that brings it,
 * which is sent at once where the code is known. Answers the code, unless the process died before it had given one.
 */
export async function deadAt(
  point: Point,
  life: Life,
  order: Order,
  known?: string,
): Promise<string | undefined> {
  if (point.endsWith('-issue')) life.arm(point)
  const code = known ?? (await askedFor(life, order))
  if (code !== undefined) {
    life.arm(point)
    const answer = await answerOrDeath(life.call(booking(order, code)))
    if (answer) throw new Error(`Nobody died at ${point}: ${answer.outcome}: ${answer.text}`)
  }
  await life.gone
  return code
}

async function askedFor(life: Life, order: Order): Promise<string | undefined> {
  const asked = await answerOrDeath(life.call(booking(order)))
  return asked && codeIn(asked)
}

/** Sends it again until nobody is at work on it any more. */
export async function settled(life: Life, order: Order, code: string) {
  for (;;) {
    const answer = await life.call(booking(order, code))
    if (answer.outcome !== 'still_working') return answer
  }
}
