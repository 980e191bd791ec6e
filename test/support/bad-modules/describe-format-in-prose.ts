import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** Which way round are day and month? */
export default moduleOf(
  'library',
  withParameter('due_date', z.string().max(10).describe('Last day of the loan.')),
)
