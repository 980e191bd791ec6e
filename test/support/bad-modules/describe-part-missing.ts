import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** No word about what comes back. */
export default moduleOf('library', tool({ ...GOOD, returns: '' }))
