import * as z from 'zod'

import type { Module } from '../src/index.ts'
import { fakeModules } from '../test/support/fake-tools.ts'

const input = z.strictObject({
  date: z.string().max(20).describe('A date'),
  party_size: z.int().min(1).max(12).describe('Guests'),
  name: z.string().max(60).describe('The name'),
})
const example = { date: 'friday', party_size: 2, name: 'Ada' }
const common = { scopes: [], input, example }

/** What the bench sends. */
export const ARGUMENTS = { date: 'friday', party_size: 4, name: 'Ada Example' }

/** A read and a write that do nothing, so that what is around them is what is measured. */
export function benchShop(): Module {
  const [module] = fakeModules([
    { name: 'shop_check', tier: 'read', ...common },
    { name: 'shop_order', tier: 'write', ...common },
  ])
  if (!module) throw new Error('The bench has lost its module.')
  return module
}
