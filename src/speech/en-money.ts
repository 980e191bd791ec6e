import { money } from './money.ts'

/** A currency's spoken name, where `Intl` is too long ("US dollars"), and the name of its cents, which it lacks. */
interface Coin {
  readonly major?: string
  readonly minor: string
}

const COINS: ReadonlyMap<string, Coin> = new Map([
  ['AUD', { minor: 'cent' }],
  ['CAD', { minor: 'cent' }],
  ['EUR', { minor: 'cent' }],
  ['GBP', { major: 'pound', minor: 'penny' }],
  ['INR', { major: 'rupee', minor: 'paisa' }],
  ['NZD', { minor: 'cent' }],
  ['USD', { major: 'dollar', minor: 'cent' }],
])

/** Counts something with the noun in the right number; `english` has it. */
type Count = (amount: number, noun: string) => string

/** Says an amount: "12 euros and 50 cents", or "12.50 Swiss francs" where we know no name for the smaller coin. */
export function sayMoney(
  locale: string,
  minorUnits: number,
  currency: string,
  count: Count,
): string {
  const { negative, whole, rest, digits } = money(minorUnits, currency)
  const coin = COINS.get(currency)
  const majors = (value: number, fraction: number): string =>
    coin?.major ? count(value, coin.major) : named(locale, value, currency, fraction)
  const sign = negative ? 'minus ' : ''
  if (rest === 0) return sign + majors(whole, 0)
  if (!coin) return sign + majors(whole + rest / 10 ** digits, digits)
  const minors = count(rest, coin.minor)
  return sign + (whole === 0 ? minors : `${majors(whole, 0)} and ${minors}`)
}

function named(locale: string, value: number, currency: string, fraction: number): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  }).format(value)
}
