/** What a calendar and a wall clock show, carried in a `Date` whose UTC fields are meant; it is no instant. */
export type WallTime = Date

/** Reads `YYYY-MM-DD`. Throws on anything else, also on February 30, which `Date` alone would roll over. */
export function wallDate(isoDate: string): WallTime {
  const date = new Date(`${isoDate}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== isoDate)
    throw new RangeError(`"${isoDate}" is not a date in the form YYYY-MM-DD`)
  return date
}

/** Reads `HH:MM`, `00:00` to `23:59`, as minutes after midnight. Throws on anything else. */
export function minuteOfDay(clockTime: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clockTime) ?? []
  if (hour === undefined || minute === undefined)
    throw new RangeError(`"${clockTime}" is not a time in the form HH:MM`)
  return Number(hour) * 60 + Number(minute)
}

/** A wall clock at this many minutes after midnight, on a day that does not matter. */
export function wallClock(minutes: number): WallTime {
  return new Date(minutes * 60_000)
}
