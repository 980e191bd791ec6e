/** Calendar days as `YYYY-MM-DD`, free of any time zone. */

const DAY_NAMES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

interface Day {
  readonly date: string
}

interface DayProblem {
  readonly problem: 'unreadable_date' | 'impossible_date'
}

const DAY_MS = 86_400_000

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}

export function weekdayOf(date: string): Weekday {
  return WEEKDAYS[mondayBased(date)] ?? 'mon'
}

/** Whether the calendar has this day. `text` has the form `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00Z`)
  // An engine may roll February 30 over into March, so the day has to come back unchanged.
  return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 10) === text
}

/** What a caller's agent writes for a date: `YYYY-MM-DD`, today, tomorrow, or the next day of that name. */
export function readDay(text: string, today: string): Day | DayProblem {
  const word = text.trim().toLowerCase()
  if (word === 'today' || word === 'tonight') return { date: today }
  if (word === 'tomorrow') return { date: addDays(today, 1) }
  const named = DAY_NAMES.findIndex((name) => name === word || name.slice(0, 3) === word)
  if (named >= 0) return { date: addDays(today, (named - mondayBased(today) + 7) % 7) }
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word)
  if (!parts) return { problem: 'unreadable_date' }
  const date = parts
    .slice(1)
    .map((part) => part.padStart(2, '0'))
    .join('-')
  return isDay(date) ? { date } : { problem: 'impossible_date' }
}

function mondayBased(date: string): number {
  return (new Date(Date.parse(date)).getUTCDay() + 6) % 7
}
