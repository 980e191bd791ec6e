import { expect, test } from 'vitest'

import { conversation, customer } from './fake-host.ts'
import { ADAS_TABLE } from './adas-table.ts'
import { codeIn, mounted, type Mounted } from './mounted.ts'

const ADA = customer('Ada Moreno', '+14155550132')
const BEN = customer('Ben Okafor', '+14155550147')
const MISS =
  'No reservation matches those details. Check the code, and the surname or phone number, with the caller.'

async function booked({ call }: Mounted, change: object = {}): Promise<string> {
  return codeIn(await call('book', { ...ADAS_TABLE, ...change }))
}

test.each([
  { surname: 'Moreno' },
  { surname: 'ada moreno' },
  { phone: '415-555-0132' },
  { surname: 'Morino', phone: '+1 415 555 0132' },
])('the code and %j find the reservation', async (proof) => {
  const house = await mounted()
  const code = await booked(house)
  const spelled = code.replace('R-', 'r dash ')
  const answer = await house.call('look_up', { code: spelled, ...proof })
  expect(answer.text).toBe(`${code} on Friday, March 13 at 7:30 PM, 4 guests.`)
  expect(answer.value).toMatchObject({ reservations: [{ code, status: 'booked', notes: '' }] })
  expect(JSON.stringify(answer)).not.toContain('555')
})

test('a wrong code, a wrong surname and a wrong number get the very same words', async () => {
  const house = await mounted()
  const code = await booked(house)
  const answers = [
    await house.call('look_up', { code: 'R-9999', surname: 'Moreno' }),
    await house.call('look_up', { code, surname: 'Okafor' }),
    await house.call('look_up', { code, phone: '415 555 0147' }),
    await house.call('look_up', { code, phone: 'none' }),
  ]
  for (const answer of answers)
    expect(answer).toEqual({ outcome: 'not_found', text: MISS, value: {} })
})

test('the detailed answer has what a model needs to reason', async () => {
  const house = await mounted()
  const code = await booked(house, { notes: 'Nut allergy' })
  const ask = { code, surname: 'Moreno' }
  expect((await house.call('look_up', ask, { format: 'detailed' })).text).toBe(
    `${code} (booked) on Friday, March 13 at 7:30 PM, 4 guests (2026-03-13), for Ada Moreno, notes: Nut allergy.`,
  )
})

test('a past and a cancelled reservation are said to be that', async () => {
  const house = await mounted()
  const [past, cancelled] = [await booked(house, { date: 'today' }), await booked(house)]
  await house.call('cancel', { code: cancelled })
  house.clock.turn(24 * 60 * 60_000)
  expect(await house.said('look_up', { code: past, surname: 'Moreno' })).toBe(
    `${past} on Tuesday, March 10 at 7:30 PM, 4 guests, which is past.`,
  )
  expect(await house.said('look_up', { code: cancelled, surname: 'Moreno' })).toBe(
    `${cancelled} on Friday, March 13 at 7:30 PM, 4 guests, which is cancelled.`,
  )
})

test.each([
  [
    {},
    'Ask the caller for the reservation code and the surname or phone number it was booked with.',
  ],
  [
    { surname: 'Moreno' },
    'Ask the caller for the reservation code and the surname or phone number it was booked with.',
  ],
  [
    { code: 'R-1842' },
    'Ask the caller for the surname or phone number the reservation was booked with.',
  ],
  [
    { code: 'blue', surname: 'Moreno' },
    'That code could not be read. It is the letter R and four digits, for example R-1842; ask the caller to repeat it.',
  ],
])('%j is too little, and the answer says what to ask for', async (input, text) => {
  const { call } = await mounted()
  expect(await call('look_up', input)).toEqual({ outcome: 'invalid_input', text, value: {} })
})

test('a verified caller needs no arguments, and sees their own upcoming reservations only', async () => {
  const house = await mounted()
  const code = await booked(house)
  await booked(house, { name: 'Ben Okafor', phone: '415 555 0147' })
  const cancelled = await booked(house)
  const ada = { conversation: conversation('c1', [ADA]) }
  await house.call('cancel', { code: cancelled })
  expect(await house.said('look_up', {}, ada)).toBe(
    `${code} on Friday, March 13 at 7:30 PM, 4 guests.`,
  )
})

test('several are a short list with the question which one', async () => {
  const house = await mounted()
  const later = await booked(house, { date: 'saturday', time: '6 PM', party_size: 1 })
  const sooner = await booked(house)
  expect(await house.said('look_up', {}, { conversation: conversation('c1', [ADA]) })).toBe(
    `There are 2 reservations: ${sooner} on Friday, March 13 at 7:30 PM, 4 guests; ` +
      `${later} on Saturday, March 14 at 6 PM, 1 guest. Ask which one they mean.`,
  )
})

test('a surname narrows down what a conversation booked for several people', async () => {
  const house = await mounted()
  const caller = { conversation: conversation('c1') }
  await house.call('book', ADAS_TABLE, caller)
  const bens = codeIn(await house.call('book', { ...ADAS_TABLE, name: 'Ben Okafor' }, caller))
  expect(await house.said('look_up', {}, caller)).toContain('2 reservations')
  expect(await house.said('look_up', { surname: 'Okafor' }, caller)).toBe(
    `${bens} on Friday, March 13 at 7:30 PM, 4 guests.`,
  )
})

test('a surname is found however its letters are written', async () => {
  const house = await mounted()
  const code = await booked(house, { name: 'Ewa Łuczak' })
  expect(await house.said('look_up', { code, surname: 'Luczak' })).toContain(code)
})

test.each(['', ' '])('"%s" is as good as left out', async (blank) => {
  const house = await mounted()
  const code = await booked(house)
  const ada = { conversation: conversation('c1', [ADA]) }
  const onlySurname = { code, surname: 'Moreno', phone: blank }
  expect(await house.said('look_up', onlySurname)).toContain(code)
  const onlyPhone = { code, surname: blank, phone: '415 555 0132' }
  expect(await house.said('look_up', onlyPhone)).toContain(code)
  const nothing = { code: blank, surname: blank, phone: blank }
  expect(await house.said('look_up', nothing, ada)).toContain(code)
  expect(await house.call('look_up', { code, surname: blank })).toMatchObject({
    outcome: 'invalid_input',
    text: 'Ask the caller for the surname or phone number the reservation was booked with.',
  })
})

test('too many to say are not said', async () => {
  const house = await mounted()
  for (const date of ['2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14', '2026-03-15'])
    await booked(house, { date })
  const answer = await house.call('look_up', {}, { conversation: conversation('c1', [ADA]) })
  expect(answer).toMatchObject({
    outcome: 'ambiguous',
    text: 'There are 5 upcoming reservations, too many to read out. Ask for the code of the one they mean.',
  })
})

test('a verified caller without a reservation is offered one', async () => {
  const { call } = await mounted()
  expect(await call('look_up', {}, { conversation: conversation('c1', [BEN]) })).toMatchObject({
    outcome: 'not_found',
    text: 'This caller has no upcoming reservation. Offer to book a table, or ask for the code of an older one.',
  })
})

test("a verified caller needs only the code for their own, and as much as anyone for another's", async () => {
  const house = await mounted()
  const code = await booked(house)
  const ada = { conversation: conversation('c1', [ADA]) }
  const ben = { conversation: conversation('c2', [BEN]) }
  expect(await house.said('look_up', { code }, ada)).toContain(code)
  expect(await house.call('look_up', { code }, ben)).toMatchObject({ outcome: 'invalid_input' })
  expect(await house.said('look_up', { code, surname: 'Okafor' }, ben)).toBe(MISS)
  expect(await house.said('look_up', { code, surname: 'Moreno' }, ben)).toContain(code)
})

test('the conversation that booked sees its reservation without proof', async () => {
  const { call, said } = await mounted()
  const guest = { conversation: conversation('c1') }
  const code = codeIn(await call('book', ADAS_TABLE, guest))
  expect(await said('look_up', {}, guest)).toContain(code)
  expect(await said('look_up', { code }, guest)).toContain(code)
})
