import { expect, test } from 'vitest'

import type { Grant } from '../../../../src/index.ts'
import { covers } from '../../../../src/kernel/covers.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { conversation, customer } from './fake-host.ts'
import { codeIn, mounted, type Mounted } from './mounted.ts'

const ADA = customer('Ada Moreno', '+14155550132')
const BEN = customer('Ben Okafor', '+14155550147')
const TOOLS = ['change', 'cancel']

async function mayAct(house: Mounted, code: string, grants: readonly Grant[]): Promise<boolean[]> {
  return Promise.all(
    TOOLS.map(async (tool) => {
      const subjects = (await house.prepared(tool, { code }).subjects()) ?? []
      return subjects.some((subject) => grants.some((grant) => covers(grant, subject)))
    }),
  )
}

test.each(TOOLS)('%s acts on a reservation, or on that of its guest', async (tool) => {
  const { call, prepared } = await mounted()
  const code = codeIn(await call('book', { ...ADAS_TABLE, name: 'Ada  Moréno' }))
  expect(await prepared(tool, { code: code.replace('R-', 'r ') }).subjects()).toEqual([
    { kind: 'reservation', subject: code },
    { kind: 'customer', facts: { phone: '+14155550132', plainName: 'ada moreno' } },
  ])
})

test('it is the guest who may act, and the conversation that booked', async () => {
  const house = await mounted()
  const booker = conversation('c1')
  const code = codeIn(await house.call('book', ADAS_TABLE, { conversation: booker }))
  const other = conversation('c2')
  const sneaked = codeIn(
    await house.call('book', { ...ADAS_TABLE, name: 'Ben Okafor' }, { conversation: other }),
  )
  const grantsOf = async ({ grants }: typeof booker) => grants('reservation')
  expect(await mayAct(house, code, [ADA])).toEqual([true, true])
  expect(await mayAct(house, code, await grantsOf(booker))).toEqual([true, true])
  expect(await mayAct(house, code, [BEN])).toEqual([false, false])
  expect(await mayAct(house, code, await grantsOf(other))).toEqual([false, false])
  expect(await mayAct(house, sneaked, [ADA])).toEqual([false, false])
})

test.each(TOOLS)('%s acts on nothing when nobody has the code', async (tool) => {
  const { prepared } = await mounted()
  for (const code of ['R-9999', 'blue', ''])
    expect(await prepared(tool, { code }).subjects()).toEqual([])
})

test.each(TOOLS)(
  "for %s somebody else's reservation is refused exactly as a code that does not exist",
  async (tool) => {
    const { call, prepared } = await mounted()
    const code = codeIn(await call('book', ADAS_TABLE))
    const unknown = prepared(tool, { code: 'R-9999' }).unknownSubject()
    expect(unknown).toMatchObject({
      code: 'not_found',
      message:
        'No reservation of this caller has that code. Check the code with them, or verify who they are first.',
    })
    const taken = prepared(tool, { code }).unknownSubject()
    expect([taken.code, taken.message]).toEqual([unknown.code, unknown.message])
  },
)

test.each(TOOLS)('for %s a code that nobody can read is said to be that', async (tool) => {
  const { prepared } = await mounted()
  expect(prepared(tool, { code: 'blue' }).unknownSubject()).toMatchObject({
    code: 'invalid_input',
    message:
      'That code could not be read. It is the letter R and four digits, for example R-1842; ask the caller to repeat it.',
  })
})

test('a reservation that is gone when its turn comes is refused in the same words', async () => {
  const { call, plan, prepared } = await mounted()
  const { message } = prepared('cancel', { code: 'R-9999' }).unknownSubject()
  const gone = { outcome: 'not_found', text: message }
  expect(await plan('cancel', { code: 'R-9999' })).toMatchObject(gone)
  expect(await call('cancel', { code: 'R-9999' })).toMatchObject(gone)
  expect(await plan('change', { code: 'R-9999', time: '8 PM' })).toMatchObject(gone)
  expect(await call('change', { code: 'R-9999', time: '8 PM' })).toMatchObject(gone)
})

test('what a caller may act on is what look_up shows them', async () => {
  const house = await mounted()
  const people = ['Ada Moreno', 'Ben Okafor', 'Ada Morena']
  const phones = ['+14155550132', '+14155550147']
  const booked: string[] = []
  for (const name of people)
    for (const phone of phones)
      booked.push(codeIn(await house.call('book', { ...ADAS_TABLE, party_size: 1, name, phone })))
  for (const grant of [ADA, BEN, { ...ADA, facts: {} }, customer('Ada Morena', '+14155550147')])
    for (const code of booked) {
      const how = { conversation: conversation('c1', [grant]) }
      const { outcome } = await house.call('look_up', { code }, how)
      const isShown = outcome === 'ok'
      expect(await mayAct(house, code, [grant])).toEqual([isShown, isShown])
    }
})
