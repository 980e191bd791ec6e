import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { newCallId } from '../../../src/kernel/call-id.ts'

/** A whole round of the letters that count the time, milliseconds. */
const ROUND_MS = 30 ** 3 * 8

const sometime = fc.integer({ min: 0, max: 4_000_000_000_000 })

describe('the id of a call', () => {
  it('is eight letters that nobody mistakes for others, at any time', () => {
    fc.assert(
      fc.property(sometime, (nowMs) => {
        expect(newCallId(nowMs)).toMatch(/^[2-9abcdefghjkmnpqrstvwxyz]{8}$/)
      }),
    )
  })

  it('stands beside those of the same moment, and behind those of the moments before', () => {
    fc.assert(
      fc.property(sometime, fc.integer({ min: 1, max: 1_000 }), (anyMs, slots) => {
        const nowMs = anyMs - (anyMs % 8)
        expect(newCallId(nowMs).slice(0, 3)).toBe(newCallId(nowMs + 7).slice(0, 3))
        // But for the one moment in which the round begins anew.
        fc.pre((nowMs % ROUND_MS) + slots * 8 < ROUND_MS)
        expect(newCallId(nowMs) < newCallId(nowMs + slots * 8)).toBe(true)
      }),
    )
  })

  it('is hardly ever that of another call of the same moment', () => {
    const ids = Array.from({ length: 1_000 }, () => newCallId(1_800_000_000_000))
    // Of 24 million that there are.
    expect(new Set(ids).size).toBeGreaterThan(990)
  })
})
