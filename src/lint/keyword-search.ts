import { propertiesOf } from '../kernel/json.ts'
import type { DeclaredTool } from '../kernel/module.ts'

/** How well a tool answers to a query, and which of the query's words speak for it, strongest first. */
export interface Hit {
  readonly name: string
  readonly score: number
  readonly words: readonly string[]
}

/** What is searched of a tool. */
export type Searchable = Pick<DeclaredTool, 'name' | 'description' | 'inputSchema'>

/** Splits a text, or a name, into the words that are compared. */
export interface Tokenizer {
  readonly text: (text: string) => readonly string[]
  readonly name: (name: string) => readonly string[]
}

/** LiveKit's, up to 1.7: a text is split at spaces only, so that "time," and "time" are different words. */
export const SPACES = Object.freeze<Tokenizer>({
  text: (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean),
  name: (name: string) =>
    name
      .toLowerCase()
      .split(/[\s_]+/)
      .filter(Boolean),
})

/** LiveKit's, from 1.8: signs and underscores part words, and are dropped. */
export const LETTERS = Object.freeze<Tokenizer>({
  text: (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
  name: (name: string) => name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
})

/** How quickly a repeated word stops counting, and how much a long description is held against a tool. */
const K1 = 1.5
const B = 0.75

interface Document {
  readonly name: string
  readonly counts: ReadonlyMap<string, number>
  readonly length: number
}

/**
 * BM25 as LiveKit's tool search does it: names count three times, descriptions twice, and names and descriptions of
 * the top parameters once. Answers every tool, the best first.
 */
export function keywordSearch(tools: readonly Searchable[], tokenizer: Tokenizer) {
  const documents = tools.map((tool) => documentOf(tool, tokenizer))
  const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / documents.length
  const rarity = (word: string): number => {
    const holders = documents.filter(({ counts }) => counts.has(word)).length
    return Math.log((documents.length - holders + 0.5) / (holders + 0.5) + 1)
  }
  const weigh = ({ counts, length }: Document, word: string): number => {
    const count = counts.get(word) ?? 0
    return (rarity(word) * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength))
  }
  return (query: string): readonly Hit[] => {
    const words = tokenizer.text(query)
    return documents
      .map((document) => hitOf(document.name, words, (word) => weigh(document, word)))
      .toSorted((a, b) => b.score - a.score)
  }
}

function documentOf(tool: Searchable, { text, name }: Tokenizer): Document {
  const parameters = Object.entries(propertiesOf(tool.inputSchema)).flatMap(([key, schema]) => [
    ...name(key),
    ...text(typeof schema['description'] === 'string' ? schema['description'] : ''),
  ])
  const named = name(tool.name)
  const described = text(tool.description)
  const all = [...named, ...named, ...named, ...described, ...described, ...parameters]
  const counts = new Map<string, number>()
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { name: tool.name, counts, length: all.length }
}

function hitOf(name: string, words: readonly string[], weigh: (word: string) => number): Hit {
  const weights = new Map<string, number>()
  for (const word of words) weights.set(word, (weights.get(word) ?? 0) + weigh(word))
  const telling = [...weights].filter(([, weight]) => weight > 0).toSorted(([, a], [, b]) => b - a)
  return {
    name,
    score: telling.reduce((sum, [, weight]) => sum + weight, 0),
    words: telling.map(([word]) => word),
  }
}
