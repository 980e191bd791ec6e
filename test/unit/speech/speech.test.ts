import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { createSpeech, SPEECH_LOCALES } from '../../../src/speech/speech.ts'

const say = createSpeech('en-US')

test('an unsupported locale is refused with the ones that would do', () => {
  expect(() => createSpeech('tlh')).toThrow(
    'No speech for the locale "tlh". Supported are: en, en-US.',
  )
  expect(() => createSpeech('constructor')).toThrow('Supported are')
  for (const locale of SPEECH_LOCALES) expect(createSpeech(locale).locale).toBe(locale)
})

describe('dates', () => {
  test('are said with their weekday and without the year', () => {
    expect(say.date('2026-03-13')).toBe('Friday, March 13')
    expect(say.date('2028-02-29')).toBe('Tuesday, February 29')
  })

  test('that no calendar has are a bug of the caller', () => {
    for (const wrong of ['2026-02-30', '2026-3-13', '13.03.2026', '2026-03-13T10:00', ''])
      expect(() => say.date(wrong)).toThrow('YYYY-MM-DD')
  })

  test('do not depend on the time zone of the machine', () => {
    const before = process.env['TZ']
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      process.env['TZ'] = zone
      expect(createSpeech('en-US').date('2026-03-13')).toBe('Friday, March 13')
      expect(createSpeech('en-US').time('19:30')).toBe('7:30 PM')
    }
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })
})

describe('times', () => {
  test('are said on the twelve-hour clock, with minutes only where there are some', () => {
    expect(say.time('19:30')).toBe('7:30 PM')
    expect(say.time('19:00')).toBe('7 PM')
    expect(say.time('09:05')).toBe('9:05 AM')
  })

  test('at twelve are noon and midnight, because "12 PM" is taken for either', () => {
    expect(say.time('12:00')).toBe('noon')
    expect(say.time('00:00')).toBe('midnight')
    expect(say.time('12:30')).toBe('12:30 PM')
    expect(say.time('00:15')).toBe('12:15 AM')
  })

  test('that no clock shows are a bug of the caller', () => {
    for (const wrong of ['24:00', '7:30', '19:60', 'noon'])
      expect(() => say.time(wrong)).toThrow('HH:MM')
  })

  test('up to four are listed in their order, each once', () => {
    expect(say.times([])).toBe('no times')
    expect(say.times(['19:00'])).toBe('7 PM')
    expect(say.times(['20:00', '19:00', '19:30', '19:00'])).toBe('7 PM, 7:30 PM and 8 PM')
    expect(say.times(['17:00', '18:00', '19:00', '20:00'])).toBe('5 PM, 6 PM, 7 PM and 8 PM')
  })

  test('of which five or more are evenly spaced become a range', () => {
    const quarters = ['17:30', '17:45', '18:00', '18:15', '18:30']
    expect(say.times(quarters)).toBe('every 15 minutes from 5:30 PM to 6:30 PM')
    expect(say.times(['10:00', '11:00', '12:00', '13:00', '14:00'])).toBe(
      'every hour from 10 AM to 2 PM',
    )
    expect(say.times(['10:00', '12:00', '14:00', '16:00', '18:00'])).toBe(
      'every 2 hours from 10 AM to 6 PM',
    )
  })

  test('around a range are kept apart from it', () => {
    const quarters = ['17:30', '17:45', '18:00', '18:15', '18:30']
    expect(say.times(['12:00', ...quarters, '20:00', '20:30'])).toBe(
      'noon, then every 15 minutes from 5:30 PM to 6:30 PM, then 8 PM and 8:30 PM',
    )
  })

  test('that are many but uneven are listed', () => {
    expect(say.times(['17:00', '17:15', '18:00', '18:30', '20:00', '20:15', '21:00'])).toBe(
      '5 PM, 5:15 PM, 6 PM, 6:30 PM, 8 PM, 8:15 PM and 9 PM',
    )
  })
})

test('lists have no comma before the last joiner', () => {
  expect(say.list([])).toBe('none')
  expect(say.list(['Ada'])).toBe('Ada')
  expect(say.list(['Ada', 'Ben'])).toBe('Ada and Ben')
  expect(say.list(['Ada', 'Ben', 'Carla'])).toBe('Ada, Ben and Carla')
  expect(say.list(['Ada', 'Ben', 'Carla'], 'or')).toBe('Ada, Ben or Carla')
})

test('counts put the noun in the right number', () => {
  expect(say.count(1, 'guest')).toBe('1 guest')
  expect(say.count(2, 'guest')).toBe('2 guests')
  expect(say.count(0, 'table')).toBe('no tables')
  expect(say.count(3, 'person')).toBe('3 people')
  expect(say.count(3, 'open table')).toBe('3 open tables')
  expect(say.count(2, 'party')).toBe('2 parties')
  expect(say.count(2, 'day')).toBe('2 days')
  expect(say.count(2, 'dish')).toBe('2 dishes')
  expect(say.count(1234, 'guest')).toBe('1,234 guests')
})

describe('amounts', () => {
  test('name both coins', () => {
    expect(say.amount(1250, 'EUR')).toBe('12 euros and 50 cents')
    expect(say.amount(1200, 'USD')).toBe('12 dollars')
    expect(say.amount(101, 'USD')).toBe('1 dollar and 1 cent')
    expect(say.amount(50, 'USD')).toBe('50 cents')
    expect(say.amount(0, 'USD')).toBe('0 dollars')
    expect(say.amount(-250, 'GBP')).toBe('minus 2 pounds and 50 pence')
    expect(say.amount(123_456_700, 'CAD')).toBe('1,234,567 Canadian dollars')
  })

  test('follow ISO 4217 for currencies without cents, or with a thousandth', () => {
    expect(say.amount(1250, 'JPY')).toBe('1,250 Japanese yen')
    expect(say.amount(1500, 'KWD')).toBe('1.500 Kuwaiti dinars')
    expect(say.amount(125_000, 'HUF')).toBe('1,250 Hungarian forints')
  })

  test('of a currency whose coins we cannot name are said as a decimal', () => {
    expect(say.amount(1250, 'CHF')).toBe('12.50 Swiss francs')
    expect(say.amount(100, 'CHF')).toBe('1 Swiss franc')
  })

  test('that are no whole number of the smallest coin are a bug of the caller', () => {
    expect(() => say.amount(12.5, 'USD')).toThrow('not a whole number')
    expect(() => say.amount(1250, 'dollars')).toThrow('Invalid currency code')
  })
})

describe('phone numbers', () => {
  test('of North America are said without the country', () => {
    expect(say.phone('+14155550132')).toBe('415 555 0132')
  })

  test('of other countries are cut where they would be there, into groups of at most four', () => {
    expect(say.phone('+493012345678')).toBe('plus 49 30 123 456 78')
    expect(say.phone('+442079460958')).toBe('plus 44 20 7946 0958')
    expect(say.phone('+33142685300')).toBe('plus 33 1 42 68 53 00')
  })

  test('of no known country are still said', () => {
    expect(say.phone('+999123456')).toBe('plus 999 123 456')
  })

  test('that are not in E.164 are a bug of the caller', () => {
    for (const wrong of ['4155550132', '+1 415 555 0132', '+', ''])
      expect(() => say.phone(wrong)).toThrow('E.164')
  })
})

test('codes are said one sign at a time', () => {
  expect(say.code('R-1842')).toBe('R 1 8 4 2')
  expect(say.code('c-104')).toBe('C 1 0 4')
  expect(say.code('839217')).toBe('8 3 9, 2 1 7')
  expect(() => say.code('-')).toThrow('at least one letter or digit')
})

test('nothing said is empty, marked up, an ISO date or an address', () => {
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10))
  const time = fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map(([hour, minute]) => `${two(hour)}:${two(minute)}`)
  const said = fc.oneof(
    date.map((raw) => say.date(raw)),
    time.map((raw) => say.time(raw)),
    fc.array(time).map((raw) => say.times(raw)),
    fc
      .tuple(fc.maxSafeInteger(), fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CHF', 'XXQ'))
      .map(([amount, currency]) => say.amount(amount, currency)),
    fc.stringMatching(/^\+[1-9]\d{1,14}$/).map((raw) => say.phone(raw)),
    fc.stringMatching(/^[A-Z]{1,3}-?\d{1,9}$/).map((raw) => say.code(raw)),
  )
  fc.assert(
    fc.property(said, (text) => {
      expect(text).toMatch(/^[A-Za-z0-9]/)
      expect(text).not.toMatch(/[[\]{}()<>*_#`|~]|https?:|www\.|\d{4}-\d{2}-\d{2}|[^\S ]|undefined/)
    }),
    { numRuns: 2_000 },
  )
})
