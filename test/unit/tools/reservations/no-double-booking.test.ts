import fc from 'fast-check'
import { expect, test } from 'vitest'

import { openDatabase } from '../../../../src/index.ts'
import { restaurantConfig } from '../../../../tools/reservations/config.ts'
import { createDesk } from '../../../../tools/reservations/desk.ts'
import { restaurantFrom } from '../../../../tools/reservations/restaurant.ts'
import { SCHEMA } from '../../../../tools/reservations/schema.ts'
import { createStore } from '../../../../tools/reservations/store.ts'
import { repeatableRandom } from './fake-host.ts'
import { TUESDAY } from './mounted.ts'
import { HARBOR } from './restaurants.ts'

const SMALL = restaurantConfig.parse({
  ...HARBOR,
  tables: [
    { id: 'A', seats: 2 },
    { id: 'B', seats: 2 },
    { id: 'C', seats: 4 },
  ],
  joins: [
    ['A', 'B'],
    ['B', 'C'],
  ],
})

const SEATS: Readonly<Record<string, number>> = { A: 2, B: 2, C: 4 }

/** Few days and times, so that reservations keep meeting. */
const visit = {
  date: fc.constantFrom('2026-03-13', '2026-03-14', '2026-03-15'),
  time: fc.constantFrom('17:30', '18:15', '19:00', '19:45', '20:30'),
  partySize: fc.integer({ min: 1, max: 6 }),
}
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('book' as const), ...visit }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('change' as const), nth: fc.nat(), ...visit }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      date: visit.date,
      moveTo: fc.option(visit.date, { nil: undefined }),
    }),
  },
)

function openDesk() {
  const database = openDatabase(':memory:', SCHEMA)
  const store = createStore(database)
  const premises = {
    restaurant: restaurantFrom(SMALL),
    store,
    now: () => Date.parse(TUESDAY),
    randomInt: repeatableRandom(),
  }
  return { database, desk: createDesk(() => premises) }
}

type House = ReturnType<typeof openDesk>
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const GUEST = { name: 'Ada Moreno', phone: '4155550132', notes: '', conversation: null }

function take({ desk }: House, codes: string[], action: Step): void {
  if (action.kind === 'book') {
    const booked = desk.book({ ...GUEST, ...action })
    if ('code' in booked && 'id' in booked) codes.push(booked.code)
    return
  }
  if (action.kind === 'close') {
    desk.close({ ...action, reason: 'Burst pipe', client: 'office' })
    return
  }
  const code = codes[action.nth % Math.max(codes.length, 1)]
  if (code === undefined) return
  if (action.kind === 'cancel') desk.cancel(code)
  else desk.change({ ...action, code })
}

interface Seated {
  readonly id: number
  readonly party: number
  readonly table: string
  readonly start: number
  readonly end: number
}

function seated({ database }: House): readonly Seated[] {
  return database
    .prepare<[], Seated>(
      `SELECT id, party_size AS party, table_id AS "table", start_ms AS start, end_ms AS end
         FROM reservations JOIN holds ON reservation_id = id WHERE status = 'booked'`,
    )
    .all()
}

function meets(one: Seated, other: Seated): boolean {
  const apart = one.start >= other.end || other.start >= one.end
  return one.id !== other.id && one.table === other.table && !apart
}

function seatsOf(holds: readonly Seated[]): number {
  return holds.reduce((sum, { table }) => sum + (SEATS[table] ?? 0), 0)
}

test('after any bookings, changes, cancellations and closings no table is held twice and every party has seats', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const house = openDesk()
      const codes: string[] = []
      for (const action of steps) take(house, codes, action)
      const all = seated(house)
      expect(all.filter((one) => all.some((other) => meets(one, other)))).toEqual([])
      const parties = [...Map.groupBy(all, ({ id }) => id).values()]
      expect(parties.filter((holds) => seatsOf(holds) < (holds[0]?.party ?? 0))).toEqual([])
      expect(new Set(codes).size).toBe(codes.length)
      house.database.close()
    }),
    { numRuns: 150 },
  )
})

test('a time that is offered can be booked, and one that is not is refused', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.record(visit), (steps, wish) => {
      const house = openDesk()
      const codes: string[] = []
      for (const action of steps) take(house, codes, action)
      const open = house.desk.openTimes({ ...wish, meal: 'dinner' })
      const plan = house.desk.planBooking({ ...GUEST, ...wish })
      const offered = 'times' in open && open.times.includes(wish.time)
      expect('problem' in plan).toBe(!offered)
      house.database.close()
    }),
    { numRuns: 100 },
  )
})

/** Both days nearly full at nearly the same time, so that those who move compete with each other and with those there. */
const crowd = fc.array(
  fc.record({
    date: fc.constantFrom('2026-03-13', '2026-03-14'),
    time: fc.constantFrom('18:15', '19:00'),
    partySize: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
)

test('a closing moves all of its guests, at their times and under their codes, or none', () => {
  fc.assert(
    fc.property(crowd, (wishes) => {
      const house = openDesk()
      for (const wish of wishes) house.desk.book({ ...GUEST, ...wish })
      const wish = { date: '2026-03-13', moveTo: '2026-03-14' }
      const before = visits(house)
      const plan = house.desk.planClosing({ ...wish, reason: 'Fire', client: 'office' })
      expect(visits(house)).toEqual(before)
      const closure = house.desk.close({ ...wish, reason: 'Fire', client: 'office' })
      expect('problem' in closure).toBe('problem' in plan)
      const moved = before.map((each) =>
        each.date === wish.date ? { ...each, date: wish.moveTo } : each,
      )
      expect(visits(house)).toEqual('problem' in closure ? before : moved)
      const all = seated(house)
      expect(all.filter((one) => all.some((other) => meets(one, other)))).toEqual([])
      house.database.close()
    }),
    { numRuns: 300 },
  )
})

interface Visit {
  readonly number: number
  readonly date: string
  readonly time: string
  readonly party: number
}

function visits({ database }: House): readonly Visit[] {
  return database
    .prepare<[], Visit>(
      `SELECT number, date, time, party_size AS party FROM reservations
        WHERE status = 'booked' ORDER BY number`,
    )
    .all()
}
