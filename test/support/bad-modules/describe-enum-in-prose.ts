import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** The choices stand in the schema alone. */
export default moduleOf(
  'library',
  withParameter('use', z.enum(['loan', 'reading_room']).describe('What the book is for.')),
)
