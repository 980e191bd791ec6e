import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { openDatabase, ToolError } from '../../../../src/index.ts'
import type { ClosingWish } from '../../../../tools/reservations/offers.ts'
import { SCHEMA } from '../../../../tools/reservations/schema.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { conversation } from './fake-host.ts'
import { codeIn, mounted, type Mounted } from './mounted.ts'
import { HARBOR, ONE_TABLE } from './restaurants.ts'

const FRIDAY = '2026-03-13'
const SATURDAY = '2026-03-14'

const CANCEL: ClosingWish = { date: FRIDAY, reason: 'Burst pipe', client: 'office' }
const MOVE: ClosingWish = { ...CANCEL, moveTo: SATURDAY }

const BENS_TABLE = {
  ...ADAS_TABLE,
  time: '18:00',
  party_size: 2,
  name: 'Ben Okafor',
  phone: '415 555 0147',
}

async function withTwo(setting: Parameters<typeof mounted>[0] = {}) {
  const house = await mounted(setting)
  const ada = codeIn(await house.call('book', ADAS_TABLE))
  const ben = codeIn(await house.call('book', BENS_TABLE))
  return { ...house, ada, ben }
}

function refusalOf(made: object): string {
  if (!(made instanceof ToolError)) throw new Error('It was not refused.')
  expect(made.message).toMatch(/^[A-Z0-9].*\.$/)
  expect(made.message).not.toMatch(/\d{4}-\d{2}-\d{2}|\d:\d{2}(?!\s[AP]M)|_/)
  return `${made.code}: ${made.message}`
}

describe('a day that is closed', () => {
  test('is closed in the words of a configured closure, to check, to book, to change and to look for others', async () => {
    const { desk, said, ada } = await withTwo()
    const saturday = { ...ADAS_TABLE, date: SATURDAY }
    desk.close({ ...CANCEL, date: SATURDAY }, 'op-1')
    const { party_size, date } = saturday
    const answers = {
      check: await said('check', { date, party_size, meal: 'dinner' }),
      book: await said('book', saturday),
      change: await said('change', { code: ada, date }),
      others: await said('find_alternatives', { date: FRIDAY, party_size, meal: 'dinner' }),
    }
    // The configured closure of March 17, in the same answers.
    const configured = {
      check: await said('check', { date: '2026-03-17', party_size, meal: 'dinner' }),
      book: await said('book', { ...ADAS_TABLE, date: '2026-03-17' }),
      change: await said('change', { code: ada, date: '2026-03-17' }),
    }
    const asSaturday = (text: string) =>
      text
        .replace('Tuesday, March 17', 'Saturday, March 14')
        .replace('Wednesday, March 18', 'Sunday, March 15')
    expect(answers).toMatchObject({
      check: asSaturday(configured.check),
      book: asSaturday(configured.book),
      change: asSaturday(configured.change),
    })
    expect(answers.book).toContain('closed on Saturday, March 14')
    expect(answers.others).not.toContain('March 14')
  })

  test('stays closed after a restart, and for another process', async () => {
    const dir = tempDir()
    const [first, second] = [await mounted({ dir }), await mounted({ dir })]
    first.desk.close(CANCEL, 'op-1')
    expect(await second.said('book', ADAS_TABLE)).toContain('closed on Friday, March 13')
    await first.module.close()
    const third = await mounted({ dir })
    expect(await third.said('book', ADAS_TABLE)).toContain('closed on Friday, March 13')
  })

  test('takes no made-up guests either', async () => {
    const at = '2026-03-10T17:00:00Z'
    const { desk, clock } = await mounted({ at, config: { ...HARBOR, demoData: true } })
    desk.close(CANCEL, 'op-1')
    clock.turn(24 * 60 * 60_000)
    expect(desk.planClosing({ ...CANCEL, client: 'other' })).toMatchObject({ code: 'conflict' })
    for (const { date, status } of desk.madeWith('+14155550163'))
      expect([date, status]).not.toEqual([FRIDAY, 'booked'])
  })

  test('can be closed in a database from before there were closures', async () => {
    const dir = tempDir()
    const old = openDatabase(join(dir, 'reservations.db'), SCHEMA)
    old.exec('DROP TABLE closed_visits; DROP TABLE closures; DROP INDEX reservations_by_date;')
    old.close()
    const { desk, said } = await mounted({ dir })
    desk.close(CANCEL, 'op-1')
    expect(await said('book', ADAS_TABLE)).toContain('closed')
  })
})

describe('its reservations', () => {
  test('are cancelled, and those of other days are not', async () => {
    const { desk, call, said, ada, ben } = await withTwo()
    const other = codeIn(await call('book', { ...ADAS_TABLE, date: SATURDAY }))
    const gone = codeIn(await call('book', { ...BENS_TABLE, time: '12:00' }))
    await call('cancel', { code: gone })
    expect(desk.planClosing(CANCEL)).toStrictEqual({
      date: FRIDAY,
      reason: 'Burst pipe',
      moveTo: null,
      codes: [ben, ada],
      guests: 6,
    })
    expect(desk.close(CANCEL, 'op-1')).toStrictEqual({
      date: FRIDAY,
      reason: 'Burst pipe',
      moveTo: null,
      visits: [
        { code: ben, time: '18:00', partySize: 2, name: 'Ben Okafor', phone: '+14155550147' },
        { code: ada, time: '19:30', partySize: 4, name: 'Ada Moreno', phone: '+14155550132' },
      ],
    })
    expect(await said('look_up', { code: ada, surname: 'Moreno' })).toContain('which is cancelled')
    expect(await said('look_up', { code: other, surname: 'Moreno' })).toContain('March 14')
  })

  test('move to another day, at the same time and under the same code', async () => {
    const { desk, said, ada, ben } = await withTwo()
    expect(desk.planClosing(MOVE)).toMatchObject({ moveTo: SATURDAY, codes: [ben, ada], guests: 6 })
    expect(desk.close(MOVE, 'op-1')).toMatchObject({ moveTo: SATURDAY })
    expect(await said('look_up', { code: ada, surname: 'Moreno' })).toBe(
      `${ada} on Saturday, March 14 at 7:30 PM, 4 guests.`,
    )
    expect(await said('look_up', { code: ben, surname: 'Okafor' })).toContain('March 14 at 6 PM')
  })

  test('that have begun are left as they are', async () => {
    const { desk, clock, ada, ben } = await withTwo({ at: '2026-03-13T17:00:00Z' })
    clock.turn(9 * 60 * 60_000)
    expect(desk.close({ ...CANCEL, date: 'today' }, 'op-1')).toMatchObject({
      visits: [{ code: ada }],
    })
    const made = [...desk.madeWith('+14155550147'), ...desk.madeWith('+14155550132')]
    expect(made.map(({ code, status }) => [code, status])).toEqual([
      [ben, 'past'],
      [ada, 'cancelled'],
    ])
  })

  test('that do not fit keep all of them where they are, and the refusal says how many', async () => {
    const { desk, call, said } = await mounted({ config: ONE_TABLE })
    const ada = codeIn(await call('book', ADAS_TABLE))
    const ben = codeIn(await call('book', BENS_TABLE))
    await call('book', { ...ADAS_TABLE, date: SATURDAY, name: 'Yara Two' })
    for (const made of [desk.planClosing(MOVE), desk.close(MOVE, 'op-1')])
      expect(refusalOf(made)).toBe(
        `conflict: 1 of 2 reservations fits nowhere on Saturday, March 14 at the same time, namely ${ada}, so nothing was changed. Name another day to move all of them to, change those that do not fit by themselves first, or have all cancelled.`,
      )
    expect(await said('look_up', { code: ben, surname: 'Okafor' })).toContain('March 13')
    expect(await said('check', { date: FRIDAY, party_size: 2, meal: 'lunch' })).toContain('Open')
    // What failed has not been done under this key.
    expect(desk.close(CANCEL, 'op-1')).toMatchObject({ visits: [{ code: ben }, { code: ada }] })
  })

  test('do not take the same last table twice', async () => {
    const tables = [
      { id: 'A', seats: 4 },
      { id: 'B', seats: 4 },
    ]
    const { desk, call } = await mounted({ config: { ...ONE_TABLE, tables } })
    await call('book', { ...BENS_TABLE, date: SATURDAY, time: '19:30' })
    const codes = [
      codeIn(await call('book', ADAS_TABLE)),
      codeIn(await call('book', { ...BENS_TABLE, time: '19:30' })),
    ]
    const refusal = refusalOf(desk.close(MOVE, 'op-1'))
    expect(refusal).toMatch(/^conflict: 1 of 2 reservations fits nowhere on Saturday, March 14/)
    expect(refusal).toContain(codes[1])
  })

  test('are placed with the large parties first, because small ones fit in more places', async () => {
    const tables = [
      { id: 'A', seats: 2 },
      { id: 'B', seats: 2 },
      { id: 'C', seats: 6 },
    ]
    const { desk, call } = await mounted({
      config: { ...ONE_TABLE, tables, joins: [['A', 'B']] },
    })
    await call('book', { ...ADAS_TABLE, time: '19:30', party_size: 5 })
    // With C taken they sit at A and B together. Alone on Saturday, they would be given C.
    await call('book', { ...BENS_TABLE, time: '18:45', party_size: 3 })
    expect(desk.close(MOVE, 'op-1')).toMatchObject({ visits: [{}, {}] })
  })

  test('there may be none', async () => {
    const { desk } = await mounted()
    expect(desk.planClosing(MOVE)).toMatchObject({ codes: [], guests: 0 })
    expect(desk.close(MOVE, 'op-1')).toMatchObject({ visits: [] })
  })
})

test('a booking that is made, or given up, between two plans is another plan', async () => {
  const { desk, call, ada } = await withTwo()
  const before = desk.planClosing(CANCEL)
  expect(desk.planClosing(CANCEL)).toEqual(before)
  await call('cancel', { code: ada })
  const fewer = desk.planClosing(CANCEL)
  await call('book', { ...ADAS_TABLE, time: '20:00' })
  expect(fewer).not.toEqual(before)
  expect(desk.planClosing(CANCEL)).not.toEqual(fewer)
})

describe('a closing that is sent again', () => {
  test('under the same operation key does nothing, and has the same answer', async () => {
    const { desk, call, said, ada } = await withTwo()
    const first = desk.close(MOVE, 'op-1')
    await call('change', { code: ada, time: '20:00', party_size: 3 })
    expect(desk.close(MOVE, 'op-1')).toStrictEqual(first)
    expect(await said('look_up', { code: ada, surname: 'Moreno' })).toContain('8 PM, 3 guests')
  })

  test('by the same client in the same words as well, also where the first was cut off from its answer', async () => {
    const dir = tempDir()
    const house = await withTwo({ dir })
    const plan = house.desk.planClosing(MOVE)
    const first = house.desk.close(MOVE, undefined)
    await house.module.close()
    const later = await mounted({ dir })
    expect(later.desk.planClosing(MOVE)).toStrictEqual(plan)
    expect(later.desk.close(MOVE, 'op-2')).toStrictEqual(first)
  })

  test('days later closes no other day that "friday" has come to mean', async () => {
    const { desk, clock, said } = await mounted()
    const friday = { ...CANCEL, date: 'friday' }
    const first = desk.close(friday, 'op-1')
    clock.turn(5 * 24 * 60 * 60_000)
    expect(desk.close(friday, 'op-1')).toStrictEqual(first)
    expect(await said('book', { ...ADAS_TABLE, date: 'friday' })).toContain('Booked')
  })

  test('with other words, or by another client, is told that the day is closed', async () => {
    const { desk } = await withTwo()
    desk.close(CANCEL, 'op-1')
    for (const wish of [MOVE, { ...CANCEL, reason: 'Fire' }, { ...CANCEL, client: 'voice' }])
      expect(refusalOf(desk.close(wish, 'op-2'))).toBe(
        'conflict: We are closed on Friday, March 13 already, and nobody is expected. Nothing has to be done; if another day is meant, ask for its date.',
      )
  })
})

test('a crash in the midst of it leaves nothing half done, and the retry does all of it', async () => {
  const dir = tempDir()
  const house = await withTwo({ dir })
  const plan = house.desk.planClosing(MOVE)
  const other = openDatabase(join(dir, 'reservations.db'), SCHEMA)
  // Stands for a process that dies after the first reservation was moved: the last write of the transaction fails.
  other.exec(`CREATE TRIGGER crash BEFORE INSERT ON closed_visits
    WHEN (SELECT count(*) FROM closed_visits) = 1 BEGIN SELECT RAISE(ABORT, 'crash'); END;`)
  expect(() => house.desk.close(MOVE, 'op-1')).toThrow('crash')
  expect(await house.said('look_up', { code: house.ada, surname: 'Moreno' })).toContain('March 13')
  expect(await house.said('look_up', { code: house.ben, surname: 'Okafor' })).toContain('March 13')
  expect(house.desk.planClosing(MOVE)).toStrictEqual(plan)
  other.exec('DROP TRIGGER crash')
  other.close()
  expect(house.desk.close(MOVE, 'op-1')).toMatchObject({ visits: [{}, {}] })
})

test.each([
  ['yesterday', { date: '2026-03-09' }, 'Monday, March 9 is already past'],
  ['beyond what can be booked', { date: '2026-05-10' }, 'tables can be booked up to'],
  ['without service', { date: '2026-03-16' }, 'closed on Monday, March 16 already'],
  ['closed by configuration', { date: '2026-03-17' }, 'closed on Tuesday, March 17 already'],
  ['unreadable', { date: 'soon' }, 'That date could not be read'],
  ['without a reason', { reason: ' . ' }, 'A closure needs a reason'],
  ['moving to itself', { moveTo: 'friday' }, 'cannot move to the day that is closed'],
  ['moving to a closed day', { moveTo: '2026-03-16' }, 'closed on Monday, March 16.'],
  ['moving to the past', { moveTo: '2026-03-01' }, 'already past'],
  ['moving too far', { moveTo: '2026-12-01' }, 'can be booked up to'],
  ['moving to nowhere', { moveTo: 'never' }, 'That date could not be read'],
])('a day %s is refused, and nothing happens', async (_, change, words) => {
  const { desk, said, ada } = await withTwo()
  const wish = { ...CANCEL, ...change }
  for (const made of [desk.planClosing(wish), desk.close(wish, 'op-1')])
    expect(refusalOf(made).toLowerCase()).toContain(words.toLowerCase())
  expect(await said('look_up', { code: ada, surname: 'Moreno' })).toContain('March 13')
})

test('guests of a day without service can still be moved: they are why it has to be closed', async () => {
  const dir = tempDir()
  const before = await withTwo({ dir })
  await before.module.close()
  const { desk } = await mounted({ dir, config: { ...HARBOR, closures: [FRIDAY] } })
  expect(desk.close(MOVE, 'op-1')).toMatchObject({ visits: [{}, {}] })
})

test('a refusal never sends anybody to the day that is being closed', async () => {
  const { desk }: Mounted = await mounted()
  // Closed on Monday 16 and Tuesday 17; the next day with a service would be the one that closes.
  const wish = { ...CANCEL, date: '2026-03-18', moveTo: '2026-03-16' }
  expect(refusalOf(desk.planClosing(wish))).toContain('Thursday, March 19')
})

test('a repeated booking whose day was closed is told so, and one that was moved finds its reservation', async () => {
  const { call, desk } = await mounted()
  const talk = { conversation: conversation('c1') }
  const code = codeIn(await call('book', ADAS_TABLE, talk))
  desk.close(MOVE, 'op-1')
  expect(codeIn(await call('book', ADAS_TABLE, talk))).toBe(code)
  desk.close({ ...CANCEL, date: SATURDAY }, 'op-2')
  expect(await call('book', ADAS_TABLE, talk)).toMatchObject({ outcome: 'conflict' })
})
