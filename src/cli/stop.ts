import type { Readable } from 'node:stream'

export interface Stop {
  readonly reason: string
  /** Set when a bug asked for it, a promise that nobody caught. */
  readonly error?: unknown
}

/** Resolves when this process should stop: at a signal, the end of the client's input, or a bug that nobody caught. */
export function stopRequested(input?: Readable): Promise<Stop> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => resolve({ reason: signal }))
    for (const event of ['end', 'close'])
      input?.once(event, () => resolve({ reason: 'end of input' }))
    // Without a listener Node would end the process at once, and every running call with it.
    for (const event of ['unhandledRejection', 'uncaughtException'])
      process.on(event, (error: unknown) => resolve({ reason: event, error }))
  })
}
