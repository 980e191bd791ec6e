/** Plurals that no rule gives. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['child', 'children'],
  ['foot', 'feet'],
  ['half', 'halves'],
  ['knife', 'knives'],
  ['loaf', 'loaves'],
  ['man', 'men'],
  ['paisa', 'paise'],
  ['penny', 'pence'],
  ['person', 'people'],
  ['series', 'series'],
  ['shelf', 'shelves'],
  ['woman', 'women'],
])

/** The plural of an English noun. Of several words the last is changed: "open table" gives "open tables". */
export function pluralOf(noun: string): string {
  const [, before = '', last = ''] = /^(.*?)(\S+)$/.exec(noun) ?? []
  return before + (IRREGULAR.get(last) ?? regularPlural(last))
}

function regularPlural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  if (/(?:s|x|z|ch|sh)$/.test(noun)) return `${noun}es`
  return `${noun}s`
}
