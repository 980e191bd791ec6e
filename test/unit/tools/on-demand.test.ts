import { expect, it } from 'vitest'

import { MODULES } from '../../../tools/index.ts'
import { ON_DEMAND } from '../../../tools/on-demand.ts'

it('on demand there are the same modules, by their ids', async () => {
  const read = await Promise.all([...ON_DEMAND.values()].map(async (module) => module()))
  expect(read).toEqual(MODULES)
  expect([...ON_DEMAND.keys()]).toEqual(MODULES.map(({ id }) => id))
})
