import { expect, test } from 'vitest'

import { DEMO_CUSTOMERS } from '../../../../tools/customers/demo-customers.ts'
import { rig } from './rig.ts'

test('one customer is told with all that may be told', async () => {
  const house = await rig()
  const answer = await house.call('search', { query: 'moreno', kind: 'name' })
  expect(answer.text).toBe(
    'Ada Moreno, customer C 1 0 1, phone 415 555 0132, email ada.moreno@example.com. Check that this is the right person.',
  )
  expect(answer.detailed).toBe(
    'C-101: Ada Moreno, phone +14155550132, email ada.moreno@example.com.',
  )
})

test('nothing is said of an email that nobody knows', async () => {
  const house = await rig()
  const kim = { phone: '+14155550110', postcode: '94199', birthDate: '1970-01-01', email: '' }
  house.importCustomer({ ...kim, id: 'C-200', name: 'Kim Lee' })
  const answer = await house.call('search', { query: 'Lee', kind: 'name' })
  expect(answer.text).toBe(
    'Kim Lee, customer C 2 0 0, phone 415 555 0110. Check that this is the right person.',
  )
  expect(answer.detailed).toBe('C-200: Kim Lee, phone +14155550110.')
})

test('a few customers are told apart by their codes', async () => {
  const house = await rig()
  const answer = await house.call('search', { query: '(415) 555-0178', kind: 'phone' })
  expect(answer.text).toBe(
    '2 customers match: Daniel Weiss is C 1 0 4 and Daniela Weiss is C 1 0 5. Ask which one is meant.',
  )
  expect(answer.detailed.split('\n')).toHaveLength(2)
})

test('up to five customers are listed; of more, only the number is told', async () => {
  const house = await rig()
  const kim = { phone: '+14155550110', postcode: '94199', birthDate: '1970-01-01' }
  const add = (number: number): void =>
    house.importCustomer({ ...kim, id: `C-20${number}`, name: 'Kim Lee', email: 'k@example.com' })
  for (const number of [1, 2, 3, 4, 5]) add(number)
  expect((await house.call('search', { query: 'Lee', kind: 'name' })).code).toBe('ok')
  add(6)
  const answer = await house.call('search', { query: 'Lee', kind: 'name' })
  expect(answer.code).toBe('ambiguous')
  expect(answer.text).toBe(
    '6 customers match that. Ask for the full name, or search by phone or email.',
  )
})

test('nobody found is answered with another way to look', async () => {
  const house = await rig()
  for (const [query, kind, advice] of [
    ['Smith', 'name', 'Check the spelling, or search by phone or email.'],
    ['415 555 0111', 'phone', 'Check the number, or search by name or email.'],
    ['no@example.com', 'email', 'Check the spelling, or search by name or phone.'],
  ]) {
    const { code, text } = await house.call('search', { query, kind })
    expect([code, text]).toEqual(['not_found', expect.stringContaining(String(advice))])
  }
})

test('a query that cannot be read is asked for again, and never finds everybody', async () => {
  const house = await rig()
  for (const [query, kind] of [
    [' ', 'name'],
    ['%', 'name'],
    ['555', 'phone'],
    ['ada', 'email'],
  ])
    expect((await house.call('search', { query, kind })).code).toBe('invalid_input')
})

test('a postcode or a birth date is never told, in any form', async () => {
  const house = await rig()
  const queries = DEMO_CUSTOMERS.flatMap(({ name, phone, email }) => [
    { query: name, kind: 'name' },
    { query: phone, kind: 'phone' },
    { query: email, kind: 'email' },
  ])
  const answers = await Promise.all(queries.map((query) => house.call('search', query)))
  expect(answers.map(({ code }) => code)).toEqual(queries.map(() => 'ok'))
  const told = JSON.stringify(answers)
  for (const { postcode, birthDate } of DEMO_CUSTOMERS) {
    const [year = ''] = birthDate.split('-')
    for (const secret of [postcode, birthDate, year]) expect(told).not.toContain(secret)
  }
})
