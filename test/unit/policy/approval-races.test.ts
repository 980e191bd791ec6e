import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import type { Config } from '../../../src/config/config.ts'
import type { Journal } from '../../../src/kernel/journal.ts'
import type { Ticket } from '../../../src/kernel/ticket.ts'
import { databaseFile } from '../../../src/store/places.ts'
import { OPERATED_BANK, openBank, ticks, type OpenBank } from '../../support/open-bank.ts'

const yaml = OPERATED_BANK
const CLOSE = { of: 'anna' }
const ROOM = { handle: 'room-1' }
const ask = ({ call }: OpenBank) => call('voice', 'bank_close', CLOSE, ROOM)
const numbers = async (bank: OpenBank) =>
  (await bank.rows()).flatMap((row) =>
    row.kind === 'ticket' ? [`${row.body.number} ${row.body.event}`] : [],
  )

/** A journal whose first look for a ticket sees what there was some moments ago. */
function late(first: (journal: Journal, request: string) => Ticket | undefined) {
  let isFirst = true
  return (journal: Journal): Journal => ({
    ...journal,
    ticketFor(request) {
      if (!isFirst) return journal.ticketFor(request)
      isFirst = false
      return first(journal, request)
    },
  })
}

describe('a call that was on its way while', () => {
  it('its ticket was asked for and approved does not run as something of its own', async () => {
    const bank = await openBank({ yaml })
    await ask(bank)
    await bank.decide('day', 101)
    const other = await bank.again({ aroundJournal: late(() => undefined) })
    expect(await ask(other)).toMatchObject({ code: 'still_working' })
    expect(bank.bank.effects).toEqual([])
    expect((await ask(other)).text).toBe('Closed anna (A-17).')
    expect((await ask(bank)).text).toBe('Already done: Closed anna (A-17).')
    expect(bank.bank.effects).toHaveLength(1)
  })

  it.each(['at work', 'done'])(
    'another process has used its ticket (%s) asks for no other ticket',
    async (how) => {
      const bank = await openBank({ yaml })
      await ask(bank)
      await bank.decide('day', 101)
      const held = Promise.withResolvers<void>()
      bank.bank.wait = () => (how === 'done' ? Promise.resolve() : held.promise)
      let looked = 0
      const blind = (journal: Journal): Journal => ({
        ...journal,
        // It looks before the other one has claimed it.
        operation: (id) => (looked++ === 0 ? undefined : journal.operation(id)),
      })
      const other = await bank.again({ aroundJournal: blind })
      const running = ask(bank)
      await ticks(12)
      expect(await ask(other)).toMatchObject({ code: 'still_working' })
      held.resolve()
      expect((await running).text).toBe('Closed anna (A-17).')
      expect((await ask(other)).text).toBe('Already done: Closed anna (A-17).')
      expect(await numbers(bank)).toEqual(['101 asked', '101 approved', '101 used'])
    },
  )
})

describe('whoever writes the database and is an operator as well', () => {
  const facts = (bank: OpenBank, path: string, value: string) => {
    const database = new Sqlite(databaseFile(join(bank.dir, 'data')))
    database.prepare(`UPDATE tickets SET facts = json_set(facts, ?, json(?))`).run(path, value)
    database.close()
  }

  it('does not approve alone what needs two', async () => {
    const two = `${yaml}approvals: { operators: 2 }\n`
    const bank = await openBank({ yaml: two })
    await ask(bank)
    facts(bank, '$.operatorsNeeded', '1')
    expect(await bank.decide('day', 101)).toMatchObject({ kind: 'approved' })
    expect(await ask(bank)).toMatchObject({ code: 'approval_changed' })
    expect(bank.bank.effects).toEqual([])
  })

  it.each<[string, string, string]>([
    ['their own', '$.persons', '[]'],
    ['what is of a higher tier than theirs', '$.tier', '"write"'],
  ])('does not approve %s', async (_what, path, value) => {
    const low = yaml.replace(
      'teller: { person: p-teller, tools: [bank_send, bank_buy], clients: [desk],',
      'teller: { person: p-teller, tools: [bank_close],',
    )
    const bank = await openBank({ yaml: low })
    await ask(bank)
    facts(bank, path, value)
    const operator = path === '$.persons' ? 'ada' : 'teller'
    expect(await bank.decide(operator, 101)).toMatchObject({ kind: 'approved' })
    expect(await ask(bank)).toMatchObject({ code: 'approval_changed' })
    expect(bank.bank.effects).toEqual([])
  })
})

it('two operators who have become one person are not two any more', async () => {
  const two = `${yaml}approvals: { operators: 2 }\n`
  const bank = await openBank({ yaml: two })
  await ask(bank)
  await bank.decide('day', 101)
  await bank.decide('night', 101)
  const same = (config: Config): Config => ({
    ...config,
    operators: config.operators.map((one) =>
      one.name === 'night' ? { ...one, persons: ['p-day'] } : one,
    ),
  })
  const later = await bank.again({ configured: same })
  // There are not two any more, so nobody can be asked instead.
  expect(await ask(later)).toMatchObject({ code: 'no_operator' })
  expect(await numbers(later)).toContain('101 void')
  expect(bank.bank.effects).toEqual([])
})

describe('what runs by itself', () => {
  const execute = `${yaml}approvals: { onApproval: execute, pendingPerClient: 99 }\n`

  it('is not held up by others that come to no end', async () => {
    const bank = await openBank({ yaml: execute })
    const rooms = Array.from({ length: 25 }, (_, at) => `room-${at}`)
    for (const [at, handle] of rooms.entries()) {
      await bank.call('voice', 'bank_close', CLOSE, { handle })
      await bank.decide('day', 101 + at)
    }
    // Those of the first conversations come to no end.
    let isIn = 0
    const stuck = (journal: Journal): Journal => ({
      ...journal,
      claim: (claim) =>
        ++isIn <= 20 ? Promise.resolve({ kind: 'stopped' }) : journal.claim(claim),
    })
    const other = await bank.again({ runsApproved: true, aroundJournal: stuck })
    bank.clock.turn(500)
    await ticks(400)
    expect(other.bank.effects).toHaveLength(5)
  })
})
