import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** The whole catalogue. */
export default moduleOf(
  'library',
  tool({ ...GOOD, detailed: () => 'Dune is on shelf twelve, next to its sequels. '.repeat(100) }),
)
