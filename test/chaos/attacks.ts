import type { Finding } from './finding.ts'
import { greatBodies } from './great-bodies.ts'
import { greatLine } from './great-line.ts'
import { LISTENERS, SESSIONS } from './idle-openers.ts'
import { idleStreams } from './idle-streams.ts'
import { malformedHttp } from './malformed-http.ts'
import { malformedStdio } from './malformed-stdio.ts'
import { slowSockets } from './slow-sockets.ts'

/** How much of everything there is. */
export interface Amounts {
  readonly slow: Parameters<typeof slowSockets>[0]
  readonly great: Parameters<typeof greatBodies>[0]
  readonly malformedRequests: number
  /** In each era. */
  readonly malformedLines: number
  readonly sessions: number
  readonly listeners: number
  readonly holdMs: number
  readonly seed: number
}

/** What the issue asks for, in some minutes. */
export const LONG: Amounts = {
  slow: {
    sockets: 2_000,
    perSecond: 200,
    baselineMs: 15_000,
    attackMs: 50_000,
    settleMs: 4_000,
    mostTimes: 2,
    honestPerSecond: 100,
  },
  great: { requests: 64, atOnce: 16 },
  malformedRequests: 75_000,
  malformedLines: 15_000,
  sessions: 10_000,
  listeners: 2_000,
  holdMs: 10_000,
  seed: 20_261_126,
}

/** What a machine that others use does in seconds. How fast an answer is means nothing there. */
export const SHORT: Amounts = {
  slow: {
    sockets: 150,
    perSecond: 1_000,
    baselineMs: 500,
    attackMs: 1_000,
    settleMs: 0,
    mostTimes: 1_000,
    honestPerSecond: 20,
  },
  great: { requests: 1, atOnce: 1 },
  malformedRequests: 2_700,
  malformedLines: 400,
  sessions: 200,
  listeners: 200,
  holdMs: 200,
  seed: 20_261_126,
}

/** The attacks, by the names under which they can be asked for. */
export function attacksOf(amounts: Amounts): Readonly<Record<string, () => Promise<Finding>>> {
  const { seed, holdMs } = amounts
  return {
    'slow-sockets': () => slowSockets(amounts.slow),
    'great-bodies': () => greatBodies(amounts.great),
    'great-line': () => greatLine(),
    'malformed-http': () => malformedHttp({ requests: amounts.malformedRequests, seed }),
    'malformed-stdio': () => malformedStdio({ lines: amounts.malformedLines, seed }),
    'idle-sessions': () => idleStreams({ kind: SESSIONS, amount: amounts.sessions, holdMs }),
    'idle-listeners': () => idleStreams({ kind: LISTENERS, amount: amounts.listeners, holdMs }),
  }
}
