import { describe, expect, it } from 'vitest'

import { addKey, storedKeys, suppliedKeys } from '../../../src/policy/api-keys.ts'
import { sqliteStores } from '../../../src/store/sqlite/stores.ts'
import { turnedClock } from '../../../src/testing/turned-clock.ts'

const bearer = (token: string) => ({ kind: 'bearer', token }) as const

describe('an API key', () => {
  const { keys } = sqliteStores(':memory:', turnedClock('2026-03-10T17:00:00Z'))
  const key = addKey(keys, 'tck', 'voice', 5)
  const knows = storedKeys(keys)

  it('opens its client’s door', async () => {
    expect(key).toMatch(/^tck_[a-z0-9]{8}_[\w-]{43}$/)
    const credential = key.slice(4, 12)
    expect(await knows(bearer(key))).toEqual({ client: 'voice', by: 'key', credential })
  })

  it.each([
    [
      'another secret under the same id',
      (own: string) => `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`,
    ],
    ['another id', (own: string) => own.replace(/^tck_.{8}/, 'tck_aaaaaaaa')],
    ['only its public part', (own: string) => own.slice(0, 12)],
    ['nothing', () => ''],
  ])('does not open with %s', async (_what, change) => {
    expect(await knows(bearer(change(key)))).toBeUndefined()
  })

  it('is nowhere in the store', () => {
    const stored = JSON.stringify([
      keys.list(),
      keys.find(key.slice(4, 12))?.hash.toString('latin1'),
    ])
    expect(stored).not.toContain(key.slice(13))
  })

  it('ends at once when it is revoked', async () => {
    keys.revoke(key.slice(4, 12), 9)
    expect(await knows(bearer(key))).toBeUndefined()
  })

  it('cannot be spoken for by another kind of credential', async () => {
    expect(await knows({ kind: 'demo', client: 'voice' })).toBeUndefined()
    expect(await knows({ kind: 'local', client: 'voice' })).toBeUndefined()
  })

  it('may also come from a secret manager', async () => {
    const supplied = suppliedKeys(
      new Map([
        ['voice', 's3cret-one'],
        ['staff', 's3cret-two'],
      ]),
    )
    expect(await supplied(bearer('s3cret-two'))).toEqual({ client: 'staff', by: 'key' })
    expect(await supplied(bearer('s3cret-thr'))).toBeUndefined()
  })
})
