import { setTimeout } from 'node:timers/promises'

import { keepBooking, keepReading, keepRenting, type Notebook } from './callers.ts'
import type { ProviderMode } from './desk-module.ts'
import { openHouse, type House } from './house.ts'
import type { Verdict } from './judge.ts'
import { lossWatch, type Found, type LossWatch } from './loss-watch.ts'
import { movingDesk, opensIn, type MovingDesk } from './moving-desk.ts'

export interface RandomSetting {
  readonly mode: ProviderMode
  readonly kills: number
  /** How many orders are worked on at once, which may be none, and how many readers read. */
  readonly callers: number
  readonly readers: number
  /** What an order needs: a code that is said back, or an operator. Default: a code. */
  readonly gate?: 'code' | 'ticket'
  /** What happens to approved tickets. Default: they wait for their client. */
  readonly onApproval?: 'wait' | 'execute'
}

export interface RandomRun {
  readonly kills: number
  /** Those that hit a process which was still opening the house. */
  readonly killsWhileOpening: number
  readonly orders: number
  /** Calls whose process died before their answer was seen. */
  readonly unanswered: number
  readonly found: Found
  readonly lost: readonly string[]
  readonly verdict: Verdict
}

/** So many lives end at any moment of their first while, which is about what opening the house takes. */
const EARLY = 0.15
const FIRST_WHILE_MS = 250
/** The others end at any moment from when the house is open to this. */
const LONGEST_LIFE_MS = 300
const PROVIDER_SLOW_MS = 6

/** Serves callers by one process after the other, each killed at a random moment; the last one is let live. */
export async function killAtRandom(setting: RandomSetting): Promise<RandomRun> {
  const house = await openHouse(setting.mode, PROVIDER_SLOW_MS, 3, setting.onApproval)
  const desk = movingDesk()
  try {
    const notebook: Notebook = {
      writes: [],
      reads: [],
      told: new Map(),
      lost: [],
      unanswered: 0,
    }
    const watch = lossWatch(house, notebook)
    const calling = callAll(setting, desk, notebook)
    // Its failure is reported where it is awaited, and the kills go on until then.
    calling.catch(() => {})
    let killsWhileOpening = 0
    for (let kill = 0; kill < setting.kills; kill++)
      if (!(await killedInTime(house, desk, watch))) killsWhileOpening++
    await lastLife({ ...setting, house, desk, watch, notebook }, calling)
    watch.look()
    return {
      kills: setting.kills,
      killsWhileOpening,
      orders: notebook.told.size,
      unanswered: notebook.unanswered,
      found: watch.found(),
      lost: notebook.lost,
      verdict: await house.verdict(notebook.told),
    }
  } finally {
    desk.giveUp()
    house.end()
  }
}

function callAll(
  { callers, readers, gate = 'code' }: RandomSetting,
  desk: MovingDesk,
  notebook: Notebook,
) {
  const keep = gate === 'code' ? keepBooking : keepRenting
  return Promise.all([
    ...Array.from({ length: callers }, (_, at) => keep(`A${at}`, desk, notebook)),
    ...Array.from({ length: readers }, () => keepReading(desk, notebook)),
  ])
}

/** One life, and its end. Answers whether it had opened the house by then. */
async function killedInTime(house: House, desk: MovingDesk, watch: LossWatch): Promise<boolean> {
  const life = await house.nextLife()
  const opening = opensIn(life, house.setting).then((isOpen) => {
    if (!isOpen) return false
    watch.look()
    desk.open(life)
    return true
  })
  if (Math.random() < EARLY) await setTimeout(Math.random() * FIRST_WHILE_MS)
  else {
    await opening
    await setTimeout(Math.random() * LONGEST_LIFE_MS)
  }
  life.kill()
  await life.gone
  const wasOpen = await opening
  if (wasOpen) desk.close()
  return wasOpen
}

interface Scene extends RandomSetting {
  readonly house: House
  readonly desk: MovingDesk
  readonly watch: LossWatch
  readonly notebook: Notebook
}

/** One that is let live until everything that was begun is settled. */
async function lastLife(
  { house, desk, watch, notebook, callers }: Scene,
  calling: Promise<unknown>,
): Promise<void> {
  const life = await house.nextLife()
  await life.open(house.setting)
  watch.look()
  desk.open(life)
  // At least one order is seen to go through, so that the run cannot pass by doing nothing.
  while (!hasGoneThrough(notebook, callers)) await setTimeout(10)
  desk.takeNoMore()
  await calling
  await life.close()
}

function hasGoneThrough({ told, reads }: Notebook, callers: number): boolean {
  return callers === 0 ? reads.length > 0 : [...told.values()].flat().includes('success')
}
