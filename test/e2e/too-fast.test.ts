import { expect, it } from 'vitest'

import { askRaw, ERAS } from '../support/raw-call.ts'
import { serveShop } from '../support/serve-shop.ts'
import { SHOP_CONFIG } from '../support/start-app.ts'

/** `voice` may call twelve times in a minute, two of them at once; the others as often as usual. */
const LIMITED = SHOP_CONFIG.replace('profile: voice,', 'profile: voice, callsPerMinute: 12,')

const CHECK = { name: 'shop_check', arguments: { item: 'mug', count: 2 } }

const SERVED = { status: 200, said: expect.stringContaining('2 of mug are in stock') }

it.each(ERAS)(
  'S16: over its rate, a client of %s hears in the answer to its call how long to wait, and no other client is slowed',
  async (era) => {
    const shop = await serveShop({ yaml: LIMITED })
    const call = (client: string) => askRaw(`${shop.url}/mcp?client=${client}`, era, CHECK)
    expect(await call('voice')).toMatchObject(SERVED)
    expect(await call('voice')).toMatchObject(SERVED)
    // Not 429: a status that is not 200 in the middle of a call costs LiveKit every tool.
    expect(await call('voice')).toMatchObject({
      status: 200,
      result: { isError: true },
      said: 'This client has made too many calls in a short time, and nothing was done. Wait 5 seconds, then send the same request again.',
    })
    expect(shop.shop.ran).toHaveLength(2)
    expect(shop.refused).toEqual([])
    for (let at = 0; at < 3; at += 1) expect(await call('reader')).toMatchObject(SERVED)
    shop.clock.turn(5_000)
    expect(await call('voice')).toMatchObject(SERVED)
  },
)
