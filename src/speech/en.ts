import type { Speech } from '../kernel/host.ts'
import { lazily } from '../kernel/lazily.ts'
import { sayMoney } from './en-money.ts'
import { pluralOf } from './en-nouns.ts'
import { phoneGroups } from './phone-groups.ts'
import { timeRuns, type TimeRun } from './time-runs.ts'
import { minuteOfDay, wallClock, wallDate } from './wall-time.ts'

/** American English, for a voice. Formatters take milliseconds to make, so a start makes none. */
export function english(locale: string): Speech {
  const days = lazily(
    () =>
      new Intl.DateTimeFormat(locale, {
        weekday: 'long',
        month: 'long',
        day: 'numeric',
        timeZone: 'UTC',
      }),
  )
  const clock = clockOf(locale)
  const counted = counterOf(locale)
  return {
    locale,
    date: (isoDate) => days().format(wallDate(isoDate)),
    time: (clockTime) => clock(minuteOfDay(clockTime)),
    times: (clockTimes) => sayRuns(timeRuns(clockTimes.map(minuteOfDay)), clock, counted),
    list,
    count: (amount, noun) => (amount === 0 ? `no ${pluralOf(noun)}` : counted(amount, noun)),
    amount: (minorUnits, currency) => sayMoney(locale, minorUnits, currency, counted),
    phone,
    code,
  }
}

/** "7:30 PM", "7 PM"; and "noon" and "midnight", because "12 PM" is taken for either of them. */
function clockOf(locale: string): (minutes: number) => string {
  const hours = lazily(() => new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: 'UTC' }))
  const exact = lazily(
    () => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  )
  return (minutes) => {
    if (minutes === 0) return 'midnight'
    if (minutes === 12 * 60) return 'noon'
    return (minutes % 60 === 0 ? hours : exact)().format(wallClock(minutes))
  }
}

function counterOf(locale: string): (amount: number, noun: string) => string {
  const plurals = lazily(() => new Intl.PluralRules(locale))
  const numbers = lazily(() => new Intl.NumberFormat(locale))
  return (amount, noun) => {
    const word = plurals().select(amount) === 'one' ? noun : pluralOf(noun)
    return `${numbers().format(amount)} ${word}`
  }
}

/** The British pattern leaves out the comma before "and"; a voice would pause there, as if the list had ended. */
const AND = lazily(() => new Intl.ListFormat('en-GB', { type: 'conjunction' }))
const OR = lazily(() => new Intl.ListFormat('en-GB', { type: 'disjunction' }))

function list(items: readonly string[], joiner: 'and' | 'or' = 'and'): string {
  // An empty answer is silence on the line.
  if (items.length === 0) return 'none'
  return (joiner === 'and' ? AND : OR)().format(items)
}

/** "Then" keeps the end of a range apart from what follows: "… to 6 PM and 8 PM" would be heard as one range. */
function sayRuns(
  runs: readonly TimeRun[],
  clock: (minutes: number) => string,
  counted: (amount: number, noun: string) => string,
): string {
  if (runs.length === 0) return 'no times'
  const said = runs.map((run) =>
    run.kind === 'loose'
      ? list(run.minutes.map(clock))
      : `every ${step(run.step, counted)} from ${clock(run.first)} to ${clock(run.last)}`,
  )
  return said.join(', then ')
}

function step(minutes: number, counted: (amount: number, noun: string) => string): string {
  if (minutes === 60) return 'hour'
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute')
}

/** Callers of an American line leave out the country's own code. */
function phone(e164: string): string {
  const { callingCode, groups } = phoneGroups(e164)
  if (callingCode === '1') return groups.join(' ')
  return ['plus', callingCode, ...groups].filter(Boolean).join(' ')
}

/**
 * "R 1 8 4 2": one sign at a time. In pairs, "18 42" becomes "eighteen forty-two", and eighteen is heard as eighty;
 * the hyphen is read as "minus" by some voices. A comma after every third sign of a long run lets the listener write.
 */
function code(text: string): string {
  const runs = text.toUpperCase().match(/\p{L}+|\p{N}+/gu)
  if (!runs) throw new RangeError('A code has at least one letter or digit')
  return runs.map(spell).join(' ')
}

function spell(run: string): string {
  const signs = Array.from(run)
  if (signs.length <= 4) return signs.join(' ')
  return `${signs.slice(0, 3).join(' ')}, ${spell(signs.slice(3).join(''))}`
}
