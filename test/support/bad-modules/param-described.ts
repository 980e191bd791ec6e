import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** Nothing beyond the name. */
export default moduleOf(
  'library',
  withParameter('branch', z.string().max(40).describe('The branch')),
)
