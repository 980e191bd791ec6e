import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** It destroys, and says that it is a write. */
export default moduleOf(
  'library',
  tool({ ...GOOD, name: 'delete_book', tier: 'write', samples: [{ found: true }] }),
)
