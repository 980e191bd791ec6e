import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** Two modules with one tool each, for the same deed. */
export default [
  moduleOf('library', tool(GOOD)),
  moduleOf(
    'libraries',
    tool({
      ...GOOD,
      name: 'search_books',
      title: 'Search all branches',
      does: 'Ask every branch of the city for a volume.',
      useWhen: 'someone would travel to another part of town',
      returns: 'which branches have it',
    }),
  ),
]
