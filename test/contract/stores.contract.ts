import { beforeEach, describe, expect, it } from 'vitest'

import type { Stores } from '../../src/store/ports.ts'
import { turnedClock, type TurnedClock } from '../../src/testing/turned-clock.ts'

const OWNER = { kind: 'owner', subject: 'O-1', facts: { name: 'Ada' } } as const

/** What every store owes its callers. Run it against each implementation. */
export function storesContract(name: string, open: (clock: TurnedClock) => Stores): void {
  describe(`${name}: grants`, () => {
    let stores: Stores
    beforeEach(() => {
      stores = open(turnedClock('1970-01-01T00:00:00Z'))
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

  describe(`${name}: grants of which there may be only one`, () => {
    it('end the others of their kind, in their conversation only', async () => {
      const { grants, close } = open(turnedClock('1970-01-01T00:00:00Z'))
      await grants.put('a', OWNER, 100)
      await grants.put('a', { ...OWNER, kind: 'guest' }, 100)
      await grants.put('b', OWNER, 100)
      await grants.putAlone('a', { ...OWNER, subject: 'O-2' }, 100)
      expect(await grants.list('a', 50)).toEqual([
        { ...OWNER, kind: 'guest' },
        { ...OWNER, subject: 'O-2' },
      ])
      expect(await grants.list('b', 50)).toEqual([OWNER])
      close()
    })
  })

  describe(`${name}: attempts`, () => {
    const limit = { key: 'a', most: 2, windowMs: 1_000 }
    const other = { key: 'b', most: 1, windowMs: 5_000 }
    let clock: TurnedClock
    let stores: Stores
    beforeEach(() => {
      clock = turnedClock('1970-01-01T00:00:00Z')
      stores = open(clock)
      return () => stores.close()
    })

    it('allow so many tries within the window, and more when it has passed', async () => {
      const { attempts } = stores
      expect(await attempts.take([limit])).toBe(true)
      clock.turn(500)
      expect(await attempts.take([limit])).toBe(true)
      expect(await attempts.take([limit])).toBe(false)
      clock.turn(500)
      expect(await attempts.take([limit])).toBe(true)
      expect(await attempts.take([limit])).toBe(false)
    })

    it('take of all limits or of none', async () => {
      const { attempts } = stores
      expect(await attempts.take([limit, other])).toBe(true)
      expect(await attempts.take([limit, other])).toBe(false)
      expect(await attempts.take([limit])).toBe(true)
      expect(await attempts.take([limit])).toBe(false)
    })

    it('get a try back that was right', async () => {
      const { attempts } = stores
      await attempts.take([limit, other])
      await attempts.forgive([other])
      expect(await attempts.take([other])).toBe(true)
      expect(await attempts.take([limit])).toBe(true)
      expect(await attempts.take([limit])).toBe(false)
    })
  })

  describe(`${name}: keys`, () => {
    it.each(['keys', 'operatorKeys'] as const)(
      '%s are found by id until they are revoked, and listed without their hash',
      (kind) => {
        const { [kind]: keys, close } = open(turnedClock('1970-01-01T00:00:00Z'))
        const hash = Buffer.alloc(32, 7)
        const key = { id: 'k1', holder: 'voice', createdAtMs: 5, revokedAtMs: undefined }
        keys.add(key, hash)
        expect(keys.find('k1')).toEqual({ holder: 'voice', hash })
        expect(keys.find('k2')).toBeUndefined()
        expect(keys.list()).toEqual([key])
        expect(keys.revoke('k1', 9)).toBe(true)
        expect(keys.revoke('k1', 10)).toBe(false)
        expect(keys.find('k1')).toBeUndefined()
        expect(keys.list()).toEqual([{ ...key, revokedAtMs: 9 }])
        close()
      },
    )
  })
}
