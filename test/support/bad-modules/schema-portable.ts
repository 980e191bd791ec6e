import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

const tag = z.string().max(20)

/** What is either a text or a list, for which no provider-wide schema has a word. */
export default moduleOf(
  'library',
  withParameter('tags', z.union([tag, z.array(tag).max(3)]).describe('One tag, or at most 3.')),
)
