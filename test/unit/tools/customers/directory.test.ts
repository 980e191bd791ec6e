import { expect, test } from 'vitest'

import { openDatabase } from '../../../../src/index.ts'
import type { Claim } from '../../../../tools/customers/claim.ts'
import type { CustomerRecord } from '../../../../tools/customers/customer.ts'
import { DEMO_CUSTOMERS } from '../../../../tools/customers/demo-customers.ts'
import { createDirectory, type Directory } from '../../../../tools/customers/directory.ts'
import { SCHEMA } from '../../../../tools/customers/schema.ts'

const NOTHING: Claim = {
  phone: undefined,
  surname: undefined,
  postcode: undefined,
  birthDate: undefined,
}

function demoDirectory(): Directory {
  const directory = createDirectory(openDatabase(':memory:', SCHEMA))
  directory.setDemo(DEMO_CUSTOMERS)
  return directory
}

function person(id: string, name: string): CustomerRecord {
  const email = `${id.toLowerCase()}@example.com`
  return { id, name, phone: '+14155550110', email, postcode: '94199', birthDate: '1970-01-01' }
}

test('every claimed fact has to be true of one and the same customer', () => {
  const { match } = demoDirectory()
  const ada = { ...NOTHING, phone: '+14155550132', postcode: '94110' }
  expect(match(ada)).toEqual({
    id: 'C-101',
    name: 'Ada Moreno',
    phone: '+14155550132',
    email: 'ada.moreno@example.com',
  })
  expect(match({ ...ada, surname: 'moreno', birthDate: '1985-05-04' })?.id).toBe('C-101')
  for (const wrong of [
    { phone: '+14155550147' },
    { postcode: '94107' },
    { surname: 'okafor' },
    { birthDate: '1990-11-23' },
  ])
    expect(match({ ...ada, ...wrong })).toBeUndefined()
})

test('facts that are true of several customers, and no facts at all, match nobody', () => {
  const { match } = demoDirectory()
  const twins = { ...NOTHING, phone: '+14155550178', postcode: '94114' }
  expect(match(twins)).toBeUndefined()
  expect(match({ ...twins, birthDate: '1984-01-30' })?.name).toBe('Daniela Weiss')
  expect(match(NOTHING)).toBeUndefined()
})

test('a surname is the end of the name, in whole words', () => {
  const directory = createDirectory(openDatabase(':memory:', SCHEMA))
  directory.put(person('C-1', 'Jan van der Berg'))
  const matches = (surname: string): boolean =>
    directory.match({ ...NOTHING, surname, postcode: '94199' }) !== undefined
  expect(matches('van der berg')).toBe(true)
  expect(matches('berg')).toBe(true)
  for (const wrong of ['erg', 'jan', 'van', 'van der', '%', '_erg', 'x jan van der berg'])
    expect(matches(wrong)).toBe(false)
})

test('a search finds names by the beginnings of their words, in any order', () => {
  const { search } = demoDirectory()
  const names = (query: string): string[] =>
    search('name', query, 5).customers.map(({ name }) => name)
  expect(names('weiss')).toEqual(['Daniel Weiss', 'Daniela Weiss'])
  expect(names('Mor Ada')).toEqual(['Ada Moreno'])
  expect(names('oreno')).toEqual([])
  expect(names('%')).toEqual([])
})

test('a search gives the first few and counts them all', () => {
  const directory = createDirectory(openDatabase(':memory:', SCHEMA))
  for (let number = 1; number <= 7; number++) directory.put(person(`C-${number}`, 'Kim Lee'))
  const { total, customers } = directory.search('name', 'lee', 3)
  expect(total).toBe(7)
  expect(customers.map(({ id }) => id)).toEqual(['C-1', 'C-2', 'C-3'])
})

test('a search finds an email in any case, and a phone number as a whole', () => {
  const { search } = demoDirectory()
  expect(search('email', 'Emi.Tanaka@Example.com', 5).total).toBe(1)
  expect(search('phone', '+14155550178', 5).total).toBe(2)
  expect(search('phone', '+1415555017', 5).total).toBe(0)
})

test('made-up customers come and go, and never take the place of a real one', () => {
  const directory = createDirectory(openDatabase(':memory:', SCHEMA))
  directory.put(person('C-101', 'Real Person'))
  directory.setDemo(DEMO_CUSTOMERS)
  directory.setDemo(DEMO_CUSTOMERS)
  expect(directory.size()).toBe(6)
  expect(directory.search('name', 'Ada', 5).total).toBe(0)
  directory.setDemo([])
  expect(directory.size()).toBe(1)
  expect(directory.search('name', 'Real', 5).customers[0]?.id).toBe('C-101')
})
