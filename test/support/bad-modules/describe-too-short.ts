import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** Says as much as the name. */
export default moduleOf('library', tool({ ...GOOD, useWhen: 'books matter' }))
