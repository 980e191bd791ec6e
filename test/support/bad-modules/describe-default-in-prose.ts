import * as z from 'zod'

import { GOOD, moduleOf, tool } from '../bad-module.ts'

const days = z.int().min(1).max(28).default(14).describe('Days to lend it for, 1 to 28.')

/** What happens when the parameter is left out? */
export default moduleOf('library', tool({ ...GOOD, input: GOOD.input.extend({ days }) }))
