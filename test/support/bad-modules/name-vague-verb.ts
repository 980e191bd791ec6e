import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** A name for whatever one wishes. */
export default moduleOf('library', tool({ ...GOOD, name: 'handle_book' }))
