import { beforeEach, describe, expect, it } from 'vitest'

import type { Stores } from '../../src/store/ports.ts'
import { turnedClock, type TurnedClock } from '../support/turned-clock.ts'

const OWNER = { kind: 'owner', subject: 'O-1', facts: { name: 'Ada' } } as const

/** What every store owes its callers. Run it against each implementation. */
export function storesContract(name: string, open: (clock: TurnedClock) => Stores): void {
  describe(`${name}: grants`, () => {
    let stores: Stores
    beforeEach(() => {
      stores = open(turnedClock('2026-03-10T17:00:00Z'))
      return () => stores.close()
    })

    it('are kept per conversation, until they expire', async () => {
      await stores.grants.put('a', OWNER, 100)
      expect(await stores.grants.list('a', 99)).toEqual([OWNER])
      expect(await stores.grants.list('a', 100)).toEqual([])
      expect(await stores.grants.list('b', 99)).toEqual([])
    })

    it('replace the one of the same kind and subject, and stand beside others', async () => {
      await stores.grants.put('a', OWNER, 100)
      await stores.grants.put('a', { ...OWNER, facts: { name: 'Ben' } }, 200)
      await stores.grants.put('a', { ...OWNER, subject: 'O-2' }, 200)
      expect(await stores.grants.list('a', 150)).toEqual([
        { ...OWNER, facts: { name: 'Ben' } },
        { ...OWNER, subject: 'O-2' },
      ])
    })
  })

  describe(`${name}: attempts`, () => {
    it('are counted per key, within the window', async () => {
      const clock = turnedClock('2026-03-10T17:00:00Z')
      const { attempts, close } = open(clock)
      await attempts.record('a')
      clock.turn(1_000)
      await attempts.record('a')
      await attempts.record('b')
      expect(await attempts.count('a', 5_000)).toBe(2)
      expect(await attempts.count('a', 1_000)).toBe(1)
      expect(await attempts.count('c', 5_000)).toBe(0)
      close()
    })
  })

  describe(`${name}: keys`, () => {
    it('are found by id until they are revoked, and listed without their hash', () => {
      const { keys, close } = open(turnedClock('2026-03-10T17:00:00Z'))
      const hash = Buffer.alloc(32, 7)
      const key = { id: 'k1', client: 'voice', createdAtMs: 5, revokedAtMs: undefined }
      keys.add(key, hash)
      expect(keys.find('k1')).toEqual({ client: 'voice', hash })
      expect(keys.find('k2')).toBeUndefined()
      expect(keys.list()).toEqual([key])
      expect(keys.revoke('k1', 9)).toBe(true)
      expect(keys.revoke('k1', 10)).toBe(false)
      expect(keys.find('k1')).toBeUndefined()
      expect(keys.list()).toEqual([{ ...key, revokedAtMs: 9 }])
      close()
    })
  })
}
