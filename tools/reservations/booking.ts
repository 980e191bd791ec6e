import { drawNumber } from './code.ts'
import { readDay } from './day.ts'
import { readPhone } from '../../src/index.ts'
import { instantOf } from './moment.ts'
import { once, unlessCancelled } from './once.ts'
import { todayOf, type Premises } from './premises.ts'
import type { Problem } from './problem.ts'
import type { Reservation } from './reservation.ts'
import { findPlace } from './rules.ts'
import type { Store } from './store.ts'
import { tidy } from './tidy.ts'
import { readTime } from './wall-time.ts'

/** A booking as the caller's agent wrote it. */
export interface Wish {
  readonly date: string
  readonly time: string
  readonly partySize: number
  readonly name: string
  readonly phone: string
  readonly notes: string
  /** The conversation that asks; without one a wish that comes again is another booking. */
  readonly conversation: string | null
}

/** A wish in the house's forms: `YYYY-MM-DD`, `HH:MM`, E.164, and no stray characters. */
export interface BookingPlan extends Wish {
  /** RFC 3339. */
  readonly startsAt: string
}

/** Checks a booking without writing anything. */
export function planBooking(premises: Premises, wish: Wish): BookingPlan | Problem {
  const plan = readWish(premises, wish)
  if ('problem' in plan) return plan
  // Before any rule: a repeated call must find its booking, although that booking took the last table.
  if (premises.store.twin(plan)) return plan
  const place = findPlace(premises, plan)
  return 'problem' in place ? place : plan
}

/** Finds tables and books them, once for each operation, and the same booking once for each conversation. */
export function book(
  premises: Premises,
  wish: Wish,
  operation: string | undefined,
): Reservation | Problem {
  const booked = once(premises.store, operation, () => {
    const plan = readWish(premises, wish)
    return 'problem' in plan ? plan : insert(premises, plan)
  })
  return unlessCancelled(booked)
}

function insert(premises: Premises, plan: BookingPlan): Reservation | Problem {
  const { store, randomInt } = premises
  const { partySize, name, phone, notes, conversation } = plan
  const twin = store.twin(plan)
  if (twin) return withNotes(store, twin, notes)
  const place = findPlace(premises, plan)
  if ('problem' in place) return place
  const number = drawNumber(store.usedNumbers, randomInt)
  const guest = { name, phone, notes, conversation }
  return store.insert({ ...place, ...guest, partySize, number, demo: false })
}

/** Adds what a repeated call notes beside what is noted already: neither an allergy nor a wish may get lost. */
function withNotes(store: Store, twin: Reservation, notes: string): Reservation {
  if (twin.notes.includes(notes)) return twin
  return store.note(twin, twin.notes === '' ? notes : `${twin.notes}; ${notes}`)
}

function readWish(premises: Premises, wish: Wish): BookingPlan | Problem {
  const { country, timeZone } = premises.restaurant
  const day = readDay(wish.date, todayOf(premises))
  if ('problem' in day) return day
  const clock = readTime(wish.time)
  if ('problem' in clock) return clock
  const phone = readPhone(wish.phone, country)
  if (phone === undefined) return { problem: 'bad_phone' }
  const name = tidy(wish.name)
  if (!/\p{L}/u.test(name)) return { problem: 'no_name' }
  const startsAt = instantOf(day.date, clock.time, timeZone)
  return { ...wish, ...day, ...clock, name, phone, notes: tidy(wish.notes), startsAt }
}
