import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** A write, which the linter never runs, without a sample of what it answers. */
export default moduleOf('library', tool({ ...GOOD, tier: 'write' }))
