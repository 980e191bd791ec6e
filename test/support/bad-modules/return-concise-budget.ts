import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** A lecture. */
export default moduleOf(
  'library',
  tool({ ...GOOD, concise: () => 'Dune is on shelf twelve, next to its sequels. '.repeat(12) }),
)
