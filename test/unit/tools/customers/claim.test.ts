import { expect, test } from 'vitest'

import { readBirthDate } from '../../../../tools/customers/birth-date.ts'
import { readClaim } from '../../../../tools/customers/claim.ts'

test('facts are read in the forms people use', () => {
  const statement = {
    phone: '(415) 555-0132',
    surname: ' MORENO ',
    postcode: ' sw1a 1aa',
    birth_date: 'May 4, 1985',
  }
  expect(readClaim(statement, 'US')).toEqual({
    phone: '+14155550132',
    surname: 'moreno',
    postcode: 'SW1A1AA',
    birthDate: '1985-05-04',
  })
})

test('a phone number without its country belongs to the configured one', () => {
  const statement = { phone: '030 12345678', postcode: '10115' }
  expect(readClaim(statement, 'DE')).toMatchObject({ phone: '+493012345678' })
})

test('what nobody can read is asked for again', () => {
  expect(readClaim({ phone: '555', postcode: '94110' }, 'US')).toBe('unreadable_phone')
  expect(readClaim({ birth_date: '04/05/1985', surname: 'Moreno' }, 'US')).toBe(
    'unreadable_birth_date',
  )
})

test('a claim needs two facts, one of them a secret; an empty string is no fact', () => {
  expect(readClaim({}, 'US')).toBe('no_secret')
  expect(readClaim({ phone: '415 555 0132', surname: 'Moreno' }, 'US')).toBe('no_secret')
  expect(readClaim({ postcode: '94110' }, 'US')).toBe('one_fact')
  expect(readClaim({ postcode: '94110', surname: ' ', phone: '', birth_date: '' }, 'US')).toBe(
    'one_fact',
  )
  expect(readClaim({ postcode: '94110', surname: '%%%' }, 'US')).toBe('one_fact')
  expect(readClaim({ postcode: '94110', birth_date: '1985-05-04' }, 'US')).toBeTypeOf('object')
})

test.for([
  ['1985-05-04', '1985-05-04'],
  ['1985-5-4', '1985-05-04'],
  ['4 May 1985', '1985-05-04'],
  ['May 4 1985', '1985-05-04'],
  ['May 4th, 1985', '1985-05-04'],
  ['the 4th of May 1985', '1985-05-04'],
  ['17 Feb. 1978', '1978-02-17'],
  ['sept 12 1995', '1995-09-12'],
  ['29 February 1984', '1984-02-29'],
])('"%s" is the birth date %s', ([said = '', date]) => {
  expect(readBirthDate(said)).toBe(date)
})

test.for([
  '30 February 1985',
  '1985-13-01',
  '04/05/1985',
  '4 Mayhem 1985',
  '4 May',
  'May',
  '4 m 1985',
])('"%s" is no birth date', (said) => {
  expect(readBirthDate(said)).toBeUndefined()
})
