import type { Meal, Service } from './config.ts'
import { weekdayOf } from './day.ts'
import { momentsOf } from './moment.ts'
import type { Restaurant } from './restaurant.ts'
import { minutesOf, timeOf } from './wall-time.ts'

/** One possible start of a meal. `startMs` and `endMs` are epoch milliseconds. */
export interface Slot {
  readonly date: string
  readonly time: string
  readonly meal: Meal
  readonly startMs: number
  readonly endMs: number
}

/** The services of one day, or of one meal of it; none when the restaurant is closed. */
export function servicesOn(restaurant: Restaurant, date: string, meal?: Meal): readonly Service[] {
  const { closures, services } = restaurant
  if (closures.includes(date) || closures.includes(date.slice(5))) return []
  const weekday = weekdayOf(date)
  return services.filter(
    (service) => service.days.includes(weekday) && (meal === undefined || service.meal === meal),
  )
}

/** Every start time of a day, in order. Times that a clock change skips or doubles are no start times. */
export function slotsOn(restaurant: Restaurant, date: string, meal?: Meal): readonly Slot[] {
  const momentAt = momentsOf(date, restaurant.timeZone)
  const slots = new Map<string, Slot>()
  for (const service of servicesOn(restaurant, date, meal)) {
    for (const time of timesOf(service, restaurant.slotMinutes)) {
      const moment = momentAt(time)
      if (moment.kind !== 'once' || slots.has(time)) continue
      const endMs = moment.ms + restaurant.sittingMinutes * 60_000
      slots.set(time, { date, time, meal: service.meal, startMs: moment.ms, endMs })
    }
  }
  return [...slots.values()].toSorted((a, b) => a.startMs - b.startMs)
}

function timesOf(service: Service, slotMinutes: number): readonly string[] {
  const first = minutesOf(service.opens)
  const count = Math.floor((minutesOf(service.lastSeating) - first) / slotMinutes) + 1
  return Array.from({ length: count }, (_, index) => timeOf(first + index * slotMinutes))
}
