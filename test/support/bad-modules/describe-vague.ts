import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** Fits every tool there is. */
export default moduleOf(
  'library',
  tool({ ...GOOD, does: 'Gets relevant data and other things when needed by people.' }),
)
