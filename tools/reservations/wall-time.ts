/** Times on the restaurant's wall clock as `HH:MM`, 00:00 to 23:59. */

export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

export function timeOf(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

interface TimeProblem {
  readonly problem: 'unreadable_time'
}

/**
 * Reads `19:30`, `7:30 PM`, `7pm` or `noon`. A bare `7:30` stays unread: it could be either half of the day, and
 * guessing wrong books the wrong meal.
 */
export function readTime(text: string): { readonly time: string } | TimeProblem {
  const word = text
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replace(/([ap])\.?m\.?$/, '$1m')
  const time = clockTime(word)
  return time === undefined ? { problem: 'unreadable_time' } : { time }
}

function clockTime(word: string): string | undefined {
  if (word === 'noon') return '12:00'
  if (word === 'midnight') return '00:00'
  const half = /^(\d{1,2})(?:[:.](\d{2}))?([ap])m$/.exec(word)
  if (half) return fromTwelve(Number(half[1]), Number(half[2] ?? 0), half[3] === 'p')
  const full = /^(\d{2})[:.](\d{2})$/.exec(word)
  return full ? clock(Number(full[1]), Number(full[2])) : undefined
}

function fromTwelve(hour: number, minute: number, afternoon: boolean): string | undefined {
  return hour >= 1 && hour <= 12 ? clock((hour % 12) + (afternoon ? 12 : 0), minute) : undefined
}

function clock(hour: number, minute: number): string | undefined {
  return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : undefined
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
