import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** The limits stand in the schema alone. */
export default moduleOf(
  'library',
  withParameter('copies', z.int().min(1).max(5).describe('Number of copies that are wanted.')),
)
