/** An amount cut at its decimal point. */
export interface Money {
  readonly negative: boolean
  /** Whole units, such as dollars. */
  readonly whole: number
  /** Smallest units left over, such as cents. */
  readonly rest: number
  /** Digits after the decimal point: 2 for most currencies. */
  readonly digits: number
}

/**
 * Currencies whose smallest unit is not a hundredth, from ISO 4217. `Intl` cannot be asked: it knows how prices are
 * displayed, which for some currencies (HUF) differs, and changes with the version of Node.
 */
const ODD_DIGITS: readonly (readonly [string, number])[] = [
  ['BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', 0],
  ['BHD IQD JOD KWD LYD OMR TND', 3],
  ['CLF UYW', 4],
]

const DIGITS: ReadonlyMap<string, number> = new Map(
  ODD_DIGITS.flatMap(([codes, digits]) => codes.split(' ').map((code) => [code, digits])),
)

/** Cuts an amount in the currency's smallest unit. Throws when it is not a whole number of them. */
export function money(minorUnits: number, currency: string): Money {
  if (!Number.isSafeInteger(minorUnits))
    throw new RangeError(`${minorUnits} is not a whole number of the smallest unit of ${currency}`)
  const digits = DIGITS.get(currency) ?? 2
  const size = Math.abs(minorUnits)
  const unit = 10 ** digits
  return { negative: minorUnits < 0, whole: Math.floor(size / unit), rest: size % unit, digits }
}
