import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** Two tools between which only luck decides. */
export default moduleOf(
  'library',
  tool({ ...GOOD, avoidWhen: 'it was asked for before; use library_check_title' }),
  tool({
    ...GOOD,
    name: 'check_title',
    does: 'Check a title and say on which shelf the book stands.',
    avoidWhen: 'it was asked for before; use library_find_book',
  }),
)
