import { openSlots } from './availability.ts'
import type { Meal } from './config.ts'
import { addDays, readDay } from './day.ts'
import { todayOf, type Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import { dayProblem, lastDay, reachProblem } from './rules.ts'

export interface DayWish {
  /** As the caller's agent wrote it. */
  readonly date: string
  readonly partySize: number
  readonly meal: Meal
}

/** The start times of one day that are open. */
export interface OpenDay {
  readonly date: string
  readonly times: readonly string[]
}

const MOST_DAYS = 3

export function openTimes(premises: Premises, wish: DayWish): OpenDay | Problem {
  const day = readDay(wish.date, todayOf(premises))
  if ('problem' in day) return day
  const ask = { ...wish, ...day }
  return dayProblem(premises, ask) ?? openDay(premises, ask)
}

/** The open days nearest to a day, before and after it, in the calendar's order. */
export function openDaysNear(
  premises: Premises,
  wish: DayWish,
): { readonly days: readonly OpenDay[] } | Problem {
  const day = readDay(wish.date, todayOf(premises))
  if ('problem' in day) return day
  const ask = { ...wish, ...day }
  const problem = reachProblem(premises, ask)
  if (problem) return problem
  const days: OpenDay[] = []
  for (const date of outwards(day.date, todayOf(premises), lastDay(premises))) {
    const open = openDay(premises, { ...ask, date })
    if (open.times.length > 0) days.push(open)
    if (days.length === MOST_DAYS) break
  }
  return { days: days.toSorted((a, b) => (a.date < b.date ? -1 : 1)) }
}

function openDay(premises: Premises, ask: DayWish): OpenDay {
  return { date: ask.date, times: openSlots(premises, ask).map(({ time }) => time) }
}

/** The days around `from`, nearest first and the later of two first, within `first` and `last`. */
function* outwards(from: string, first: string, last: string): Generator<string> {
  for (let distance = 1; ; distance += 1) {
    const before = addDays(from, -distance)
    const after = addDays(from, distance)
    if (before < first && after > last) return
    if (after <= last) yield after
    if (before >= first) yield before
  }
}
