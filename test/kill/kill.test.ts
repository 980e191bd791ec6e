import { describe, expect, it } from 'vitest'

import { EXPECTED, isExpected } from './expected.ts'
import { killAtEachPoint } from './named-points.ts'
import { brokenIn, brokenInRun, happened } from './promises.ts'
import { killAtRandom } from './random-kills.ts'
import { TICKET_POINTS } from './fail-points.ts'
import { isExpectedOf, killTicketsAtEachPoint } from './ticket-points.ts'
import { killTwice } from './twice.ts'

/** Many processes are started one after the other; on a busy machine that takes a while. */
const SLOW_MS = 180_000

describe.concurrent.each([
  { mode: 'keys' as const, provider: 'a provider that honours keys' },
  { mode: 'none' as const, provider: 'a provider that knows no keys' },
])('a house that is killed in the middle of a gated write, with $provider', ({ mode }) => {
  it(
    'loses nothing and does nothing twice, whichever point it is killed at',
    { timeout: SLOW_MS },
    async () => {
      const { outcomes, verdict } = await killAtEachPoint(mode)
      expect(outcomes.map(({ point }) => point)).toEqual(Object.keys(EXPECTED[mode]))
      expect(outcomes.filter((outcome) => !isExpected(mode, outcome))).toEqual([])
      expect(happened(brokenIn(verdict))).toEqual({})
    },
  )

  it('keeps every promise when it is killed at random', { timeout: SLOW_MS }, async () => {
    const run = await killAtRandom({ mode, kills: 10, callers: 4, readers: 2 })
    expect(happened(brokenInRun(run))).toEqual({})
    expect(run.verdict.seen.effects).toBeGreaterThan(0)
  })
})

describe.concurrent.each([
  // The long form has the other two pairs as well.
  { mode: 'keys' as const, onApproval: 'execute' as const },
  { mode: 'none' as const, onApproval: 'wait' as const },
])(
  'a house that is killed between ticket and record, provider keys: $mode, approved calls: $onApproval',
  ({ mode, onApproval }) => {
    it(
      'loses no ticket and no decision, and does nothing twice, whichever point it is killed at',
      { timeout: SLOW_MS },
      async () => {
        const { outcomes, verdict } = await killTicketsAtEachPoint(mode, onApproval)
        expect(outcomes.map(({ point }) => point)).toEqual(TICKET_POINTS)
        expect(outcomes.filter((outcome) => !isExpectedOf(mode, onApproval, outcome))).toEqual([])
        expect(happened(brokenIn(verdict))).toEqual({})
      },
    )

    it('keeps every promise when it is killed at random', { timeout: SLOW_MS }, async () => {
      const setting = {
        mode,
        onApproval,
        gate: 'ticket',
        kills: 6,
        callers: 3,
        readers: 1,
      } as const
      const run = await killAtRandom(setting)
      expect(happened(brokenInRun(run))).toEqual({})
      expect(run.verdict.seen.effects).toBeGreaterThan(0)
    })
  },
)

it(
  'loses no read but those of the window, when nothing else hurries their rows to the disk',
  { timeout: SLOW_MS },
  async () => {
    const run = await killAtRandom({ mode: 'keys', kills: 8, callers: 0, readers: 3 })
    expect(happened(brokenInRun(run))).toEqual({})
    expect(run.found.answered.reads).toBeGreaterThan(0)
  },
)

it(
  'still knows of an effect when the retry dies before its own',
  { timeout: SLOW_MS },
  async () => {
    const { outcomes, verdict } = await killTwice()
    const expected = { left: ['in_doubt'], told: 'success', requests: 2, effects: 1 }
    expect(outcomes).toEqual(outcomes.map(({ point }) => ({ point, ...expected })))
    expect(outcomes.length).toBeGreaterThan(0)
    expect(happened(brokenIn(verdict))).toEqual({})
  },
)
