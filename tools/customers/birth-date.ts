import { Temporal } from 'temporal-polyfill'

const MONTHS: readonly string[] = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/**
 * Reads `1985-05-04`, `4 May 1985`, `May 4th, 1985` or `the 4th of May 1985`, and returns the first form.
 * `04/05/1985` stays unread: it is April to some callers and May to others.
 */
export function readBirthDate(text: string): string | undefined {
  const said = text
    .toLowerCase()
    .replaceAll(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replaceAll(/\b(?:the|of)\b|[,.]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const iso = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/
  const dayFirst = /^(?<day>\d{1,2}) (?<month>[a-z]{3,}) (?<year>\d{4})$/
  const monthFirst = /^(?<month>[a-z]{3,}) (?<day>\d{1,2}) (?<year>\d{4})$/
  const parts = (iso.exec(said) ?? dayFirst.exec(said) ?? monthFirst.exec(said))?.groups
  const { year, month, day } = parts ?? {}
  if (!year || !month || !day) return undefined
  return realDate(Number(year), monthNumber(month), Number(day))
}

/** The number of a month, also from the first letters of its name; 0 when there is none. */
function monthNumber(month: string): number {
  if (/^\d+$/.test(month)) return Number(month)
  return MONTHS.findIndex((name) => name.startsWith(month)) + 1
}

function realDate(year: number, month: number, day: number): string | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString()
  } catch {
    return undefined
  }
}
