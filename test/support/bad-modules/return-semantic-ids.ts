import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** Say that on the phone. */
export default moduleOf(
  'library',
  tool({ ...GOOD, concise: () => 'Dune is copy 550e8400-e29b-41d4-a716-446655440000.' }),
)
