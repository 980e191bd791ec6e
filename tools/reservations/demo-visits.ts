import type { Meal } from './config.ts'

/** A made-up reservation. `day` counts days with that meal from tomorrow on, the first being 0. */
export interface DemoVisit {
  readonly number: number
  readonly day: number
  readonly meal: Meal
  readonly time: string
  readonly partySize: number
  readonly name: string
  readonly phone: string
  readonly notes: string
}

/** The evening of the second day with dinner is full for larger parties. */
export const BUSY = { day: 1, from: '19:00', to: '20:30', partySize: 4, firstNumber: 7001 } as const

const ADA = { name: 'Ada Moreno', phone: '+14155550132' }
const BEN = { name: 'Ben Okafor', phone: '+14155550147' }
const CARLA = { name: 'Carla Jensen', phone: '+14155550163' }
const DANIEL = { name: 'Daniel Weiss', phone: '+14155550178' }
const DANIELA = { name: 'Daniela Weiss', phone: '+14155550178' }

/** The names and numbers are those of the demo customers. Emi Tanaka, +14155550195, has no reservation. */
export const DEMO_VISITS: readonly DemoVisit[] = [
  visit(1842, ADA, 0, 'dinner', '19:00', 3, 'Window table if possible'),
  visit(2750, BEN, 0, 'dinner', '20:15', 2, ''),
  visit(3316, BEN, 2, 'lunch', '12:30', 5, 'High chair'),
  visit(4427, CARLA, 2, 'dinner', '18:30', 4, 'Nut allergy'),
  visit(5163, DANIEL, 3, 'dinner', '19:30', 2, ''),
  visit(6208, DANIELA, 4, 'dinner', '18:00', 6, 'Birthday'),
]

/** Who fills the busy evening. */
export const BUSY_GUESTS = [
  { name: 'Farah Haddad', phone: '+14155550101' },
  { name: 'George Kim', phone: '+14155550102' },
  { name: 'Hana Novak', phone: '+14155550103' },
  { name: 'Ivan Petrov', phone: '+14155550104' },
  { name: 'Julia Rossi', phone: '+14155550105' },
  { name: 'Kofi Mensah', phone: '+14155550106' },
] as const

function visit(
  number: number,
  guest: { readonly name: string; readonly phone: string },
  day: number,
  meal: Meal,
  time: string,
  partySize: number,
  notes: string,
): DemoVisit {
  return { number, day, meal, time, partySize, notes, ...guest }
}
