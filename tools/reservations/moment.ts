import { Temporal } from 'temporal-polyfill'

import { minutesOf } from './wall-time.ts'

/** What a wall-clock time means on one day: an instant, or one of the two tricks of a clock change. */
export type Moment =
  | { readonly kind: 'once'; readonly ms: number }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'doubled' }

/** The day it is in `zone` at `nowMs`. */
export function dayAt(nowMs: number, zone: string): string {
  return zonedAt(nowMs, zone).toPlainDate().toString()
}

/** The instant of a wall-clock time, in RFC 3339. Of a time that a clock change skips or doubles, the usual guess. */
export function instantOf(date: string, time: string, zone: string): string {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).toInstant().toString()
}

/** The same of epoch milliseconds. */
export function instantAt(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString()
}

/** Whether `zone` is a name this machine knows. Bare offsets are not: they have no clock changes. */
export function isTimeZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && zonedAt(0, zone).epochMilliseconds === 0
  } catch {
    return false
  }
}

/** The instants of one day's wall-clock times. */
export function momentsOf(date: string, zone: string): (time: string) => Moment {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(zone)
  const before = start.subtract({ seconds: 1 })
  const after = start.add({ days: 1 })
  // Zone look-ups are slow, and nearly every day needs none: its times are plain minutes after midnight.
  if (before.offsetNanoseconds === after.offsetNanoseconds)
    return (time) => ({ kind: 'once', ms: start.epochMilliseconds + minutesOf(time) * 60_000 })
  return (time) => changingMoment(Temporal.PlainDateTime.from(`${date}T${time}`), zone)
}

function changingMoment(wall: Temporal.PlainDateTime, zone: string): Moment {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.equals(later)) return { kind: 'once', ms: earlier.epochMilliseconds }
  return { kind: earlier.toPlainDateTime().equals(wall) ? 'doubled' : 'skipped' }
}

function zonedAt(ms: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
}
