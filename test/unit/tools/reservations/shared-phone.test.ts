import { expect, test } from 'vitest'

import { covers } from '../../../../src/kernel/covers.ts'
import { conversation, customer } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted } from './mounted.ts'

const PHONE = '+14155550178'

/** Daniel and Daniela share a number. Each has a reservation, made elsewhere, and `name` is on the line, verified. */
async function onTheLine(name = 'Daniel Weiss', facts: Readonly<Record<string, string>> = {}) {
  const house = await mounted()
  const book = async (guest: string, time: string) =>
    codeIn(await house.call('book', { ...ADAS_TABLE, name: guest, phone: PHONE, time }))
  const [his, hers] = [await book('Daniel Weiss', '18:00'), await book('Daniela Weiss', '20:00')]
  const verified = customer(name, PHONE)
  const grant = { ...verified, facts: { ...verified.facts, ...facts } }
  const mayAct = async (tool: string, code: string): Promise<boolean> => {
    const subjects = (await house.prepared(tool, { code }).subjects()) ?? []
    return subjects.some((subject) => covers(grant, subject))
  }
  return { ...house, mayAct, his, hers, caller: { conversation: conversation('c1', [grant]) } }
}

test('who is verified sees their own reservations, not those of another with the same number', async () => {
  const { said, call, his, hers, caller } = await onTheLine()
  expect(await said('look_up', {}, caller)).toBe(`${his} on Friday, March 13 at 6 PM, 4 guests.`)
  expect(await said('look_up', { code: his }, caller)).toContain(his)
  expect(await call('look_up', { code: hers }, caller)).toMatchObject({ outcome: 'invalid_input' })
  expect(await call('look_up', { surname: 'Daniela Weiss' }, caller)).toMatchObject({
    outcome: 'not_found',
  })
})

test.each(['change', 'cancel'])('who is verified may %s their own only', async (tool) => {
  const { mayAct, his, hers } = await onTheLine()
  expect(await mayAct(tool, his)).toBe(true)
  expect(await mayAct(tool, hers)).toBe(false)
})

test('case, accents and spaces make no other name', async () => {
  const { said, mayAct, his, caller } = await onTheLine(' DÁNIEL  weiß')
  expect(await said('look_up', {}, caller)).toContain(his)
  expect(await mayAct('cancel', his)).toBe(true)
})

test.each([{ plainName: '' }, { phone: '' }])('a grant with %j opens nothing', async (facts) => {
  const { call, mayAct, his, caller } = await onTheLine('Daniel Weiss', facts)
  expect(await call('look_up', {}, caller)).toMatchObject({ outcome: 'invalid_input' })
  expect(await mayAct('cancel', his)).toBe(false)
})
