import { createLogger, type Logger } from '../observe/logger.ts'
import { textOf, type Option, type Values } from './command.ts'
import { UsageError } from './usage-error.ts'

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent']

export function logLevelOption(preset: string): Option {
  return {
    value: 'LEVEL',
    default: preset,
    about: `${LEVELS.slice(0, -1).join(', ')} or silent; logs go to stderr`,
  }
}

/** The logger that `--log-level` asks for. */
export function loggerFrom(values: Values): Logger {
  const level = textOf(values, 'log-level') ?? 'info'
  if (!LEVELS.includes(level))
    throw new UsageError(`--log-level must be one of ${LEVELS.join(', ')}, not "${level}".`)
  return createLogger(level)
}
