import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** For a screen. */
export default moduleOf(
  'library',
  tool({ ...GOOD, concise: () => '**Dune**, due 2026-03-13, see https://library.example/dune' }),
)
