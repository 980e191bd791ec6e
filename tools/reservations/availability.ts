import type { Meal } from './config.ts'
import type { Premises } from './premises.ts'
import { freeSeating, type Seating } from './seating.ts'
import { slotsOn, type Slot } from './slots.ts'
import type { Held } from './rows.ts'
import { minutesOf } from './wall-time.ts'

/** What is asked of a day. `exceptId` names a reservation whose own tables count as free. */
export interface Ask {
  readonly date: string
  readonly partySize: number
  readonly meal?: Meal | undefined
  readonly exceptId?: number | undefined
}

/** Start times that have not passed and have a free seating, in order. */
export function openSlots(premises: Premises, ask: Ask): readonly Slot[] {
  const { restaurant, store, now } = premises
  const slots = slotsOn(premises, ask.date, ask.meal).filter((slot) => slot.startMs > now())
  const [first] = slots
  const last = slots.at(-1)
  if (!first || !last) return []
  const held = store.held(first.startMs, last.endMs, ask.exceptId ?? 0)
  return slots.filter((slot) =>
    freeSeating(restaurant.seatings, ask.partySize, takenDuring(slot, held)),
  )
}

/** The best seating that is free for the whole sitting. */
export function seatingFor(
  { restaurant, store }: Premises,
  slot: Pick<Slot, 'startMs' | 'endMs'>,
  partySize: number,
  exceptId = 0,
): Seating | undefined {
  const held = store.held(slot.startMs, slot.endMs, exceptId)
  return freeSeating(restaurant.seatings, partySize, takenDuring(slot, held))
}

/** Up to two of `slots` around `time`: the nearest on each side, or both on one. */
export function nearestTimes(slots: readonly Slot[], time: string): readonly string[] {
  const distance = (other: string): number => Math.abs(minutesOf(other) - minutesOf(time))
  const times = slots
    .map((slot) => slot.time)
    .filter((other) => other !== time)
    .toSorted((a, b) => distance(a) - distance(b))
  const sides = [times.find((other) => other < time), times.find((other) => other > time)]
  const both = sides.filter((side) => side !== undefined)
  return both.length === 2 ? both : times.slice(0, 2).toSorted()
}

function takenDuring(
  span: Pick<Slot, 'startMs' | 'endMs'>,
  held: readonly Held[],
): ReadonlySet<string> {
  const overlapping = held.filter(
    ({ startMs, endMs }) => startMs < span.endMs && endMs > span.startMs,
  )
  return new Set(overlapping.map(({ tableId }) => tableId))
}
