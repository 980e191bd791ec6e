import * as z from 'zod'

import { moduleOf, withParameter } from '../bad-module.ts'

/** A key that will stand in every transcript. */
export default moduleOf(
  'library',
  withParameter('api_key', z.string().max(80).describe('Key of the catalogue service.')),
)
