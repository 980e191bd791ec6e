import { seatingFor } from './availability.ts'
import type { Meal } from './config.ts'
import { addDays } from './day.ts'
import { BUSY, BUSY_GUESTS, DEMO_VISITS, type DemoVisit } from './demo-visits.ts'
import { drawNumber } from './code.ts'
import { todayOf, type Premises } from './premises.ts'
import { lastDay } from './rules.ts'
import { slotsOn, type Slot } from './slots.ts'
import { minutesOf } from './wall-time.ts'

const SEEDED_ON = 'demo_seeded_on'

type Guest = Pick<DemoVisit, 'name' | 'phone' | 'notes' | 'partySize' | 'number'>

/** Gives the premises, with the made-up reservations renewed when a new day has begun there. */
export function keepDemoFresh(premises: Premises): () => Premises {
  let seededOn = ''
  return () => {
    const today = todayOf(premises)
    if (today !== seededOn) seedDemo(premises)
    seededOn = today
    return premises
  }
}

/** Replaces yesterday's made-up reservations by today's. Reservations that somebody made are never touched. */
function seedDemo(premises: Premises): void {
  const { store } = premises
  const today = todayOf(premises)
  store.atomically(() => {
    if (store.fact(SEEDED_ON) === today) return
    store.dropDemo()
    for (const visit of DEMO_VISITS) place(premises, visit)
    fillBusyEvening(premises)
    store.setFact(SEEDED_ON, today)
  })
}

/** Frees the tables of made-up reservations, for a restaurant that has gone live. */
export function removeDemo({ store }: Premises): void {
  store.atomically(() => {
    store.dropDemo()
    store.setFact(SEEDED_ON, '')
  })
}

function place(premises: Premises, visit: DemoVisit): void {
  const date = servedDay(premises, visit.meal, visit.day)
  if (date === undefined) return
  const away = (slot: Slot): number => Math.abs(minutesOf(slot.time) - minutesOf(visit.time))
  const slots = slotsOn(premises, date, visit.meal)
  slots.toSorted((a, b) => away(a) - away(b)).some((slot) => reserve(premises, slot, visit))
}

function fillBusyEvening(premises: Premises): void {
  const date = servedDay(premises, 'dinner', BUSY.day)
  if (date === undefined) return
  const slots = slotsOn(premises, date, 'dinner')
  let { firstNumber: number } = BUSY
  for (const slot of slots.filter(({ time }) => BUSY.from <= time && time <= BUSY.to)) {
    const next = (): Guest => ({
      ...(BUSY_GUESTS[number % BUSY_GUESTS.length] ?? BUSY_GUESTS[0]),
      number,
      partySize: BUSY.partySize,
      notes: '',
    })
    while (reserve(premises, slot, next())) number += 1
  }
}

/** Seats a guest if tables are free. A real reservation may have the number already; then another is drawn. */
function reserve(premises: Premises, slot: Slot, guest: Guest): boolean {
  const { store, randomInt } = premises
  const { name, phone, notes, partySize } = guest
  const seating = seatingFor(premises, slot, partySize)
  if (!seating) return false
  const number = store.byCode(`R-${guest.number}`)
    ? drawNumber(store.usedNumbers, randomInt)
    : guest.number
  const placement = { ...slot, partySize, tables: seating.tables }
  store.insert({ ...placement, name, phone, notes, number, conversation: null, demo: true })
  return true
}

/** The `nth` day from tomorrow on that serves this meal. */
function servedDay(premises: Premises, meal: Meal, nth: number): string | undefined {
  const last = lastDay(premises)
  let seen = 0
  for (let date = addDays(todayOf(premises), 1); date <= last; date = addDays(date, 1)) {
    if (slotsOn(premises, date, meal).length === 0) continue
    if (seen === nth) return date
    seen += 1
  }
  return undefined
}
