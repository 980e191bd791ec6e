import { expect, it } from 'vitest'

import { attacksOf, SHORT } from './attacks.ts'

/** Many servers are started; on a busy machine that takes a while. */
const SLOW_MS = 120_000

it.concurrent.each(Object.entries(attacksOf(SHORT)))(
  'the server keeps its promises under the attack %s',
  { timeout: SLOW_MS },
  async (_name, attack) => {
    expect((await attack()).broken).toEqual([])
  },
)
