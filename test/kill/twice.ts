import { setTimeout } from 'node:timers/promises'

import type { Point } from './fail-points.ts'
import { LEASE_MS, openHouse, type House } from './house.ts'
import type { Verdict } from './judge.ts'
import { deadAt, opened, settled } from './named-points.ts'
import { newOrder } from './orders.ts'

/** What became of an order whose first process died behind its effect, and whose second one at some point before it. */
export interface TwiceKilled {
  readonly point: Point
  /** What the books said of it when nobody worked on it any more: its effect is there, so it must be in doubt. */
  readonly left: readonly string[]
  readonly told: string
  readonly requests: number
  readonly effects: number
}

export interface TwiceRun {
  readonly outcomes: readonly TwiceKilled[]
  readonly verdict: Verdict
}

/** Where the second try is killed. */
const SECOND: readonly Point[] = [
  'before-claim',
  'after-claim',
  'before-commit',
  'after-commit',
  'before-effect',
]

/** A retry that dies early must not make it look as if nothing had happened. The provider honours keys. */
export async function killTwice(): Promise<TwiceRun> {
  const house = await openHouse('keys', 0, 2)
  try {
    const told = new Map<string, readonly string[]>()
    const outcomes: TwiceKilled[] = []
    for (const point of SECOND) {
      const outcome = await killedTwiceAt(point, house)
      told.set(point, [outcome.told])
      outcomes.push(outcome)
    }
    return { outcomes, verdict: await house.verdict(told) }
  } finally {
    house.end()
  }
}

async function killedTwiceAt(point: Point, house: House): Promise<TwiceKilled> {
  const order = newOrder(point)
  const code = await deadAt('after-effect', await opened(house), order)
  if (code === undefined) throw new Error('It died before there was a code.')
  await deadAt(point, await opened(house), order, code)
  await setTimeout(LEASE_MS)
  // Opening the house sweeps.
  const life = await opened(house)
  const requested = (await house.provider.effects()).filter((effect) => effect.order === point)
  const keys = new Set(requested.map(({ key }) => key))
  const left = house.withBooks((books) =>
    books.operations().filter(({ operationKey }) => keys.has(operationKey)),
  )
  const answer = await settled(life, order, code)
  await life.close()
  const of = (await house.provider.effects()).filter((effect) => effect.order === point)
  return {
    point,
    left: left.map(({ state }) => state),
    told: answer.outcome,
    requests: of.length,
    effects: of.filter(({ performed }) => performed).length,
  }
}
