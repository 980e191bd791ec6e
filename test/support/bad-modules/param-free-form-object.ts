import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** The model makes up the fields. */
export default moduleOf(
  'library',
  withParameter('filters', z.looseObject({}).describe('Conditions by name.')),
)
