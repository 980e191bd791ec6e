import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** Named after a thing. */
export default moduleOf('library', tool({ ...GOOD, name: 'shelf_entry' }))
