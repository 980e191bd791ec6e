import { describe, expect, it } from 'vitest'

import type { Client } from '../../../src/kernel/call.ts'
import { clientDirectory } from '../../../src/policy/client-directory.ts'

const client: Client = {
  name: 'voice',
  profile: 'voice',
  user: undefined,
  owner: undefined,
  callsPerMinute: 1_000_000,
  confirmAfterMs: 0,
  sessions: 'auto',
  access: {
    include: ['*'],
    exclude: [],
    highestTier: 'read',
    scopes: [],
    narrowings: [],
    asks: [],
  },
}

const directory = clientDirectory([client], new Map([['front', ['shop_check']]]))
const own = { client: 'voice', by: 'key' } as const
const access = (tools: readonly string[]) => directory.narrow(client, { tools }, own).access

describe('what a request limits itself to', () => {
  it('is the client’s own access when there is no limit', () => {
    expect(directory.narrow(client, {}, own).access).toBe(client.access)
  })

  it('is remembered, so that its list is made once', () => {
    expect(access(['shop_check'])).toBe(access(['shop_check']))
  })

  it('is forgotten again when a stranger makes up ever new ones', () => {
    const first = access(['shop_first'])
    for (let n = 0; n < 600; n++) access([`shop_n${n}`])
    expect(access(['shop_first'])).not.toBe(first)
    expect(access(['shop_first'])).toEqual(first)
  })

  it('holds a hundred exact names at most, and no patterns', () => {
    const names = Array.from({ length: 150 }, (_, n) => `shop_n${n}`)
    expect(access(['shop_*', '.*', ...names]).narrowings).toEqual([names.slice(0, 100)])
  })

  it('is nothing at all for a toolset that does not exist', () => {
    expect(directory.narrow(client, { toolset: 'back' }, own).access.narrowings).toEqual([[]])
    expect(directory.narrow(client, { toolset: '__proto__' }, own).access.narrowings).toEqual([[]])
  })
})
