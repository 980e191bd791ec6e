import { nearestTimes, openSlots, seatingFor, type Ask } from './availability.ts'
import type { Meal } from './config.ts'
import { addDays } from './day.ts'
import { momentsOf } from './moment.ts'
import { todayOf, type Premises } from './premises.ts'
import type { Problem, TimeProblem } from './problem.ts'
import { servicesOn, slotsOn, type Slot } from './slots.ts'

/** The last day that can be booked. */
export function lastDay(premises: Premises): string {
  return addDays(todayOf(premises), premises.restaurant.bookAheadDays)
}

/** What keeps a party from this day, whatever the service. */
export function reachProblem(premises: Premises, ask: Ask): Problem | undefined {
  const { largestParty } = premises.restaurant
  if (ask.partySize > largestParty) return { problem: 'too_many_guests', largest: largestParty }
  if (ask.date < todayOf(premises)) return { problem: 'past_day', date: ask.date }
  const last = lastDay(premises)
  return ask.date > last ? { problem: 'too_far', last } : undefined
}

/** What keeps a party from this day, including that there is no service. */
export function dayProblem(premises: Premises, ask: Ask): Problem | undefined {
  const problem = reachProblem(premises, ask)
  if (problem || servicesOn(premises, ask.date, ask.meal).length > 0) return problem
  const { date, meal } = ask
  return { problem: 'closed', date, meal, next: nextOpenDay(premises, date, meal) }
}

/** A slot and the tables that are free for it. */
export interface Place extends Slot {
  readonly tables: readonly string[]
}

export interface TimedAsk extends Ask {
  readonly time: string
}

/** The place a party asks for, if it could be booked now. */
export function findPlace(premises: Premises, ask: TimedAsk): Place | Problem {
  const problem = dayProblem(premises, ask)
  if (problem) return problem
  const { date, time } = ask
  const services = servicesOn(premises, date)
  const serving = services.find(({ opens, lastSeating }) => opens <= time && time <= lastSeating)
  if (!serving) return { problem: 'outside_hours', date, time, services }

  const slot = slotsOn(premises, date).find((other) => other.time === time)
  const why = momentProblem(premises, ask) ?? (slot ? undefined : 'off_grid')
  const seating = slot && !why && seatingFor(premises, slot, ask.partySize, ask.exceptId)
  if (seating) return { ...slot, tables: seating.tables }
  return missed(premises, ask, slot?.meal ?? serving.meal, why ?? 'full')
}

/** What the clock alone has against a time. */
function momentProblem(premises: Premises, ask: TimedAsk): TimeProblem['problem'] | undefined {
  const moment = momentsOf(ask.date, premises.restaurant.timeZone)(ask.time)
  if (moment.kind !== 'once') return moment.kind
  return moment.ms <= premises.now() ? 'past_time' : undefined
}

/** A time that cannot be had, with what is open around it. */
function missed(
  premises: Premises,
  ask: TimedAsk,
  meal: Meal,
  why: TimeProblem['problem'],
): TimeProblem {
  const open = nearestTimes(openSlots(premises, { ...ask, meal }), ask.time)
  return { problem: why, date: ask.date, time: ask.time, meal, open }
}

function nextOpenDay(
  premises: Premises,
  after: string,
  meal: Meal | undefined,
): string | undefined {
  const last = lastDay(premises)
  for (let date = addDays(after, 1); date <= last; date = addDays(date, 1))
    if (servicesOn(premises, date, meal).length > 0) return date
  return undefined
}
