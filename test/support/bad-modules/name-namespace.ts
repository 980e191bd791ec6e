import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** A namespace that every server could have. */
export default moduleOf('tools', tool(GOOD))
