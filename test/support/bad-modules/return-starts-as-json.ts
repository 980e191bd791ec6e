import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** A payload. */
export default moduleOf('library', tool({ ...GOOD, detailed: () => '[{"title":"Dune"}]' }))
