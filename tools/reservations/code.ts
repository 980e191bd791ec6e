/** Reservation codes: `R-` and a number without leading zeros. */

const DIGIT_WORDS: readonly string[] = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
]

/** Reads a code the way people say and type it: `r1842`, `1842`, `R dash 1 8 4 2`. Returns it as `R-1842`. */
export function readCode(text: string): string | undefined {
  const spelled = text
    .toLowerCase()
    .replaceAll(/[a-z]+/g, (word) => {
      const digit = DIGIT_WORDS.indexOf(word)
      if (digit >= 0) return String(digit)
      return /^(dash|hyphen|minus)$/.test(word) ? '' : word
    })
    .replaceAll(/[^a-z0-9]/g, '')
  // No leading zeros: R-01842 would be another spelling of a code, with tries of its own.
  const number = /^r?([1-9]\d{3,8})$/.exec(spelled)?.[1]
  return number && `R-${number}`
}

/**
 * Draws the number of an unused code. Numbers grow by one digit when more than half of a length is used, so that a
 * guess stays unlikely to hit.
 * @param used the used numbers from `low` to `high`, rising
 */
export function drawNumber(
  used: (low: number, high: number) => readonly number[],
  randomInt: (below: number) => number,
  digits = 4,
): number {
  const low = 10 ** (digits - 1)
  const taken = used(low, low * 10 - 1)
  const size = low * 9
  if (taken.length > size / 2) return drawNumber(used, randomInt, digits + 1)
  return nthUnused(taken, low, randomInt(size - taken.length))
}

function nthUnused(taken: readonly number[], low: number, nth: number): number {
  let candidate = low + nth
  for (const number of taken) {
    if (number > candidate) break
    candidate += 1
  }
  return candidate
}
