import { GOOD, moduleOf, tool } from '../bad-module.ts'

/** A brochure. */
const praise = 'Readers of every age have come to love how quickly it answers them. '.repeat(16)

export default moduleOf('library', tool({ ...GOOD, does: `${GOOD.does} ${praise}` }))
