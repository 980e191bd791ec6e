import type { Verdict } from './judge.ts'
import type { RandomRun } from './random-kills.ts'

/** What must never happen, and how often it did. */
export type Broken = Readonly<Record<string, number>>

export function brokenIn({ seen: _seen, ...counts }: Verdict): Broken {
  return counts
}

/** The same, with what only a run of random kills can see. */
export function brokenInRun({ found, lost, verdict }: RandomRun): Broken {
  const { chainBreaks, ...counts } = brokenIn(verdict)
  return {
    acknowledgedWritesLost: found.writes.length,
    ticketsAndDecisionsLost: lost.length,
    readsLostBeyondTheWindow: found.readsTooOld.length,
    readsLostBeforeOnesThatWereKept: found.readHoles.length,
    ...counts,
    chainBreaks: (chainBreaks ?? 0) + found.chainBreaks.length,
  }
}

/** Those that did happen. */
export function happened(broken: Broken): Broken {
  return Object.fromEntries(Object.entries(broken).filter(([, times]) => times > 0))
}
