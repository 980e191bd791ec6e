import { pino, type DestinationStream, type Logger } from 'pino'

import type { RecordCall } from '../policy/observe.ts'
import { byTurn } from './by-turn.ts'

export type { Logger } from 'pino'

/** Logs JSON lines to stderr, because stdout belongs to protocol frames. None is lost at exit. */
export function createLogger(
  level: string,
  destination: DestinationStream = byTurn(pino.destination({ fd: 2, sync: true })),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
}

let writtenMs = 0
let written = ''

/** The lines of one millisecond share its writing: dates are slow, and a busy server has several calls in each. */
function isoTime(): string {
  const nowMs = Date.now()
  if (nowMs !== writtenMs) {
    writtenMs = nowMs
    written = `,"time":"${new Date(nowMs).toISOString()}"`
  }
  return written
}

/** One line per call. `cause` is the only place where a bug's own text appears. */
export function callLogger(logger: Logger): RecordCall {
  return (level, record, cause) => {
    logger[level]({ ...record, ...(cause !== undefined && { err: cause }) }, 'call')
  }
}
