import { expect, test } from 'vitest'

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
  return { ...house, his, hers, caller: { conversation: conversation('c1', [grant]) } }
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

test.each([
  ['change', { time: '8:30 PM' }],
  ['cancel', {}],
])(
  '%s acts on their own only, and hers is answered as a code that is not there',
  async (tool, what) => {
    const { call, said, his, hers, caller } = await onTheLine()
    const act = (code: string, read_back: boolean) =>
      call(tool, { code, ...what, read_back }, caller)
    const unknown = await act('R-9999', true)
    expect(unknown.outcome).toBe('not_found')
    expect(await act(hers, true)).toEqual(unknown)
    expect(await act(hers, false)).toEqual(unknown)
    expect(await said('look_up', { code: hers, surname: 'Weiss' })).toBe(
      `${hers} on Friday, March 13 at 8 PM, 4 guests.`,
    )
    expect(await act(his, true)).toMatchObject({ outcome: 'ok' })
  },
)

test('case, accents and spaces make no other name', async () => {
  const { said, his, caller } = await onTheLine(' DÁNIEL  weiß')
  expect(await said('look_up', {}, caller)).toContain(his)
})

test.each([{ name: '' }, { phone: '' }])('a grant with %j opens nothing', async (facts) => {
  const { call, caller } = await onTheLine('Daniel Weiss', facts)
  expect(await call('look_up', {}, caller)).toMatchObject({ outcome: 'invalid_input' })
})
