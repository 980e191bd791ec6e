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

/** Whether `surname` is how `name` ends, word by word, in plain form: "berg" and "van der berg", but not "erg". */
export function hasSurname(name: string, surname: string): boolean {
  const claimed = plainName(surname)
  return claimed !== '' && ` ${plainName(name)}`.endsWith(` ${claimed}`)
}
