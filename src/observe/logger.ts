import { pino, type DestinationStream, type Logger } from 'pino'

import type { RecordCall } from '../policy/observe.ts'
import { byTurn } from './by-turn.ts'
import { masker, maskValue } from './mask-secrets.ts'

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
      serializers: serializersFor([]),
    },
    destination,
  )
}

/** The same log, in whose errors these secrets do not appear, whatever they look like. */
export function withoutSecrets(logger: Logger, secrets: readonly string[]): Logger {
  return logger.child({}, { serializers: serializersFor(secrets) })
}

/**
 * The fields in which a bug speaks in its own words. It may repeat what it was given, such as an address with a
 * password in it, and logs are read and kept by others. A line without these fields costs nothing.
 */
function serializersFor(secrets: readonly string[]) {
  const mask = masker(secrets)
  const masked = (value: unknown): unknown => maskValue(value, mask)
  return {
    err: (error: unknown) =>
      masked(error instanceof Error ? pino.stdSerializers.err(error) : error),
    reason: masked,
    problems: masked,
  }
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
