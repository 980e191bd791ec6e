import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** Ninety what? */
export default moduleOf(
  'library',
  withParameter('duration', z.int().describe('For how long the book is lent out.')),
)
