import { describe, expect, it } from 'vitest'

import { startCall } from '../../../src/kernel/call.ts'
import type { ProgressNote } from '../../../src/kernel/progress.ts'
import { progressReports } from '../../../src/policy/report-progress.ts'
import { turnedClock } from '../../../src/testing/turned-clock.ts'

function listening() {
  const clock = turnedClock('2026-03-10T17:00:00Z')
  const heard: ProgressNote[] = []
  const call = startCall({
    caller: { credential: { kind: 'none' }, narrowing: {} },
    toolName: 'x',
    rawArguments: {},
    signal: new AbortController().signal,
    line: { tell: (note) => void heard.push(note), put: undefined },
  })
  return { clock, heard, call, ...progressReports(call, clock) }
}

describe('progress', () => {
  it('is told in steps or as a part of the whole, with words on one line', () => {
    const { report, heard } = listening()
    report({ step: 1, of: 4 }, 'Found\nthe  file.')
    report(0.5)
    expect(heard).toEqual([
      { progress: 1, total: 4, message: 'Found the  file.' },
      { progress: 2, total: 4 },
    ])
  })

  it('only ever rises', () => {
    const { report, heard } = listening()
    for (const part of [0, 0.5, 0.4, 0.5, 2]) report(part)
    expect(heard.map(({ progress }) => progress)).toEqual([0, 0.5, 1])
  })

  it('is told a few times a second at most, and the newest of what was held back', () => {
    const { report, heard, clock } = listening()
    for (let step = 1; step <= 100; step += 1) {
      report({ step, of: 1000 })
      clock.turn(10)
    }
    expect(heard.length).toBeLessThanOrEqual(8)
    expect(heard.at(-1)?.progress).toBeGreaterThan(70)
  })

  it('always has its last word, before the answer', () => {
    const { report, close, heard } = listening()
    for (let step = 1; step <= 50; step += 1) report({ step, of: 50 })
    close()
    expect(heard.at(-1)).toEqual({ progress: 50, total: 50 })
  })

  it('has none after the answer, also not what was held back for it', () => {
    const { report, close, heard, clock, call } = listening()
    for (let step = 1; step <= 9; step += 1) report({ step, of: 50 })
    const before = heard.length
    call.learnt.isAnswered = true
    report({ step: 40, of: 50 })
    clock.turn(5_000)
    close()
    report(1)
    clock.turn(5_000)
    expect(heard).toHaveLength(before)
  })

  it('never makes a handler fail, whatever it is given', () => {
    const { report, heard } = listening()
    for (const odd of [NaN, Infinity, { step: 1, of: 0 }, { step: NaN, of: 2 }])
      expect(() => report(odd, 'x')).not.toThrow()
    expect(heard).toEqual([])
  })
})
