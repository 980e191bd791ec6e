import type { DeclaredTool } from '../kernel/module.ts'

/** The words of a name: `find_book` gives find, book; so do `findBook` and `find-book`. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
}

/** A tool's name without its module, as words. */
export function ownWords({
  name,
  module,
}: Pick<DeclaredTool, 'name' | 'module'>): readonly string[] {
  return wordsOfName(name.startsWith(`${module}_`) ? name.slice(module.length + 1) : name)
}

/** The words of a text, in lower case and without signs. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? []
}

/** Roughly: enough to see that `customers` and `customer` are the same. */
export function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word
  return word.endsWith('s') ? word.slice(0, -1) : word
}

/** Whether `text` says `phrase` as whole words, whatever the case. */
export function says(text: string, phrase: string): boolean {
  const plain = phrase.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, 'iu').test(text)
}

/** Items as a person writes them: "a", "b" and "c". */
export function quoted(items: readonly string[], joiner: 'and' | 'or' = 'and'): string {
  const all = items.map((item) => `"${item}"`)
  const last = all.pop() ?? 'nothing'
  return all.length > 0 ? `${all.join(', ')} ${joiner} ${last}` : last
}

const FILLERS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it its they them their one any all some and or but nor not no so for of in on ' +
    'to by with from at as is are was be been has have had if when which who whose what where how you your we he ' +
    'she do does did can will would up out there here tool function value parameter field'
  ).split(' '),
)

/** Whether a word says nothing of its own. */
export function isFiller(word: string): boolean {
  return FILLERS.has(word)
}
