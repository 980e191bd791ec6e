import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** Room for a whole novel. */
export default moduleOf(
  'library',
  withParameter('note', z.string().describe('Note to put on the copy.')),
)
