import type { Meal, Service } from './config.ts'
import { weekdayOf } from './day.ts'
import { momentsOf } from './moment.ts'
import type { Premises } from './premises.ts'
import { minutesOf, timeOf } from './wall-time.ts'

/** One possible start of a meal. `startMs` and `endMs` are epoch milliseconds. */
export interface Slot {
  readonly date: string
  readonly time: string
  readonly meal: Meal
  readonly startMs: number
  readonly endMs: number
}

/** When a restaurant opens: as it is configured, but for the days that were closed since. */
type Opening = Pick<Premises, 'restaurant' | 'store'>

/** The services of one day, or of one meal of it; none when the restaurant is closed. */
export function servicesOn(opening: Opening, date: string, meal?: Meal): readonly Service[] {
  if (isClosure(opening, date)) return []
  const weekday = weekdayOf(date)
  return opening.restaurant.services.filter(
    (service) => service.days.includes(weekday) && (meal === undefined || service.meal === meal),
  )
}

/** Every start time of a day, in order. Times that a clock change skips or doubles are no start times. */
export function slotsOn(opening: Opening, date: string, meal?: Meal): readonly Slot[] {
  const { restaurant } = opening
  const momentAt = momentsOf(date, restaurant.timeZone)
  const slots = new Map<string, Slot>()
  for (const service of servicesOn(opening, date, meal)) {
    for (const time of timesOf(service, restaurant.slotMinutes)) {
      const moment = momentAt(time)
      if (moment.kind !== 'once' || slots.has(time)) continue
      const endMs = moment.ms + restaurant.sittingMinutes * 60_000
      slots.set(time, { date, time, meal: service.meal, startMs: moment.ms, endMs })
    }
  }
  return [...slots.values()].toSorted((a, b) => a.startMs - b.startMs)
}

function isClosure({ restaurant, store }: Opening, date: string): boolean {
  const { closures } = restaurant
  return closures.includes(date) || closures.includes(date.slice(5)) || store.closures.has(date)
}

function timesOf(service: Service, slotMinutes: number): readonly string[] {
  const first = minutesOf(service.opens)
  const count = Math.floor((minutesOf(service.lastSeating) - first) / slotMinutes) + 1
  return Array.from({ length: count }, (_, index) => timeOf(first + index * slotMinutes))
}
