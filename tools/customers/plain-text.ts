/** Letters that carry their mark inside, so that Unicode does not take them apart. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['ı', 'i'],
])

/** A name without case, accents and signs, words one space apart: "O’Brien-Łuczak" gives "obrien luczak". */
export function plainName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036F'’]/g, '')
    .replaceAll(/[ßæœøđðłı]/g, (letter) => PLAIN.get(letter) ?? letter)
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}

/** A postcode without case, spaces and signs: "sw1a 1aa" gives "SW1A1AA". */
export function plainPostcode(text: string): string {
  return text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
