import { expect, it } from 'vitest'

import { attacksOf, SHORT } from './attacks.ts'

/** Servers are started one after the other; on a busy machine that takes a while. */
const SLOW_MS = 120_000

it.each(Object.entries(attacksOf(SHORT)))(
  'the server keeps its promises under the attack %s',
  { timeout: SLOW_MS },
  async (_name, attack) => {
    expect((await attack()).broken).toEqual([])
  },
)
