import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** No room for a client's prefix. */
export default moduleOf(
  'library',
  tool({ ...GOOD, name: 'find_book_by_title_or_by_its_first_words' }),
)
