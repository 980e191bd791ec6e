import { expect, it } from 'vitest'

import {
  keywordSearch,
  LETTERS,
  SPACES,
  type Searchable,
} from '../../../src/lint/keyword-search.ts'
import { RULES } from '../../../src/lint/rules.ts'
import { lint } from '../../../src/lint/lint.ts'
import { lintedFrom } from '../../../src/lint/sketch.ts'

const overlap = RULES.filter(({ id }) => id === 'overlap')

const rivals = lintedFrom({
  tool: { useWhen: 'a reader names a book and wants to take it home' },
  other: {
    name: 'lend_copy',
    does: 'Hand out a copy for two weeks.',
    useWhen: 'a reader names a book and wants to take it home today',
  },
})

it('names the pair and the words that it shares, and leaves the fillers out', () => {
  expect(lint(rivals, overlap).map(({ name, says }) => [name, says])).toEqual([
    [
      'library_find_book',
      'A search for its "useWhen" finds library_lend_copy nearly as well, by "home", "reader", "names", "take", "wants" and "book". Say what only one of the two is for.',
    ],
    [
      'library_lend_copy',
      'A search for its "useWhen" finds library_find_book nearly as well, by "reader", "names", "take", "home", "book" and "wants". Say what only one of the two is for.',
    ],
  ])
})

it('does not mind rivals that no client sees together', () => {
  const clients = [
    { name: 'hall', tools: ['library_find_book', 'library_reserve_copy'] },
    { name: 'desk', tools: ['library_lend_copy', 'library_reserve_copy'] },
  ]
  expect(lint({ ...rivals, clients }, overlap)).toEqual([])
})

function searchable(
  name: string,
  description: string,
  parameters: Readonly<Record<string, string>> = {},
): Searchable {
  const fields = Object.entries(parameters).map(([key, text]) => [key, { description: text }])
  return { name, description, inputSchema: { properties: Object.fromEntries(fields) } }
}

const TOOLS = [
  searchable('library_find_book', 'Find a book, by title.', { title: 'Title of the book.' }),
  searchable('library_lend_book', 'Lend a book to a reader.', {
    title: 'Title of the book.',
    days: 'For how many days.',
  }),
  searchable('shop_order', 'Order something.'),
]

// The numbers are what LiveKit's own BM25SearchStrategy answers for these tools.
it.each([
  ['livekit-agents 1.7.1', SPACES, [4.808996, 3.003644, 0]],
  ['livekit-agents 1.8.9', LETTERS, [5.158422, 3.045458, 0]],
])('scores as %s does', (_version, tokenizer, scores) => {
  const hits = keywordSearch(TOOLS, tokenizer)('Find the title of a book')
  expect(hits.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name))
  for (const [at, { score }] of hits.entries()) expect(score).toBeCloseTo(scores[at] ?? -1, 6)
})
