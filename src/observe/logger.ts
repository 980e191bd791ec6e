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
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
}

/** One line per call. `cause` is the only place where a bug's own text appears. */
export function callLogger(logger: Logger): RecordCall {
  return (level, record, cause) => {
    logger[level]({ ...record, ...(cause !== undefined && { err: cause }) }, 'call')
  }
}
