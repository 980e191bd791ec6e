import type { Readable } from 'node:stream'

/** Resolves with the reason when this process should stop: a signal, or the end of the client's input. */
export function stopRequested(input?: Readable): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal))
    input?.once('end', () => resolve('end of input'))
    input?.once('close', () => resolve('end of input'))
  })
}
