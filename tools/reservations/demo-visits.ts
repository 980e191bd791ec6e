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
  {
    number: 1842,
    day: 0,
    meal: 'dinner',
    time: '19:00',
    partySize: 3,
    notes: 'Window table if possible',
    ...ADA,
  },
  { number: 2750, day: 0, meal: 'dinner', time: '20:15', partySize: 2, notes: '', ...BEN },
  { number: 3316, day: 2, meal: 'lunch', time: '12:30', partySize: 5, notes: 'High chair', ...BEN },
  {
    number: 4427,
    day: 2,
    meal: 'dinner',
    time: '18:30',
    partySize: 4,
    notes: 'Nut allergy',
    ...CARLA,
  },
  { number: 5163, day: 3, meal: 'dinner', time: '19:30', partySize: 2, notes: '', ...DANIEL },
  {
    number: 6208,
    day: 4,
    meal: 'dinner',
    time: '18:00',
    partySize: 6,
    notes: 'Birthday',
    ...DANIELA,
  },
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
