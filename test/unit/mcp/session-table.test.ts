import { expect, it } from 'vitest'

import { sessionTable } from '../../../src/mcp/http/session-table.ts'
import { turnedClock } from '../../../src/testing/turned-clock.ts'

function tableOf(perClient: number) {
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const table = sessionTable(clock, { perClient, total: 1_000, idleMs: 60_000 })
  const ended: string[] = []
  /** Opens as many as there is room for, and says how many that were. */
  const fill = (client: string, person: string | undefined, credential = 'one'): number => {
    const holder = { client, person, id: JSON.stringify([client, person, credential]) }
    for (let opened = 0; ; opened += 1) {
      const id = table.room(holder)
      if (id === undefined) return opened
      table.add(id, holder, { end: () => ended.push(id) })
    }
  }
  return { table, clock, ended, fill }
}

it('S21: a session is there for its holder, and for nobody else of the same client', () => {
  const { table } = tableOf(20)
  const ada = { client: 'app', person: 'ada', id: 'app, ada' }
  table.add('x', ada, { end: () => {} })
  expect(table.take('x', { ...ada, id: 'app, bob' })).toBeUndefined()
  expect(table.take('x', { ...ada })).toBeDefined()
})

it('what somebody else tries does not keep a session from being idle', () => {
  const { table, clock, ended } = tableOf(20)
  const ada = { client: 'app', person: 'ada', id: 'app, ada' }
  table.add('x', ada, { end: () => ended.push('x') })
  clock.turn(59_000)
  table.take('x', { ...ada, id: 'app, bob' })
  clock.turn(1_000)
  expect(ended).toEqual(['x'])
  expect(table.take('x', ada)).toBeUndefined()
})

it.each([
  [20, [5, 5, 5, 5, 0]],
  [7, [1, 1, 1, 1, 1]],
  [1, [1, 0, 0, 0, 0]],
  [0, [0, 0, 0, 0, 0]],
])('S21: of the %i sessions of a client its persons take no more than %j', (perClient, shares) => {
  const { fill } = tableOf(perClient)
  expect(['ada', 'bob', 'cy', 'dee', 'eve'].map((person) => fill('app', person))).toEqual(shares)
})

it('a person has one share, however many credentials, and it takes nothing from other clients', () => {
  const { fill } = tableOf(8)
  expect(fill('app', 'ada')).toBe(2)
  expect(fill('app', 'ada', 'another')).toBe(0)
  expect(fill('desk', 'ada')).toBe(2)
})

it('a credential that names no person may have all that its client has', () => {
  const { fill } = tableOf(8)
  expect(fill('app', 'ada')).toBe(2)
  expect(fill('app', undefined)).toBe(6)
})
