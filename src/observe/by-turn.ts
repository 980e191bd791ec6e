import type { DestinationStream } from 'pino'

/**
 * Writes the lines of one turn of the event loop together, as waiting for the system once for each costs more than
 * making it. What the process says as it ends is written at once, and first of all what was waiting.
 */
export function byTurn(destination: DestinationStream): DestinationStream {
  let lines = ''
  const flush = (): void => {
    const waiting = lines
    lines = ''
    if (waiting !== '') destination.write(waiting)
  }
  process.once('exit', flush)
  return {
    write(line) {
      if (lines === '') setImmediate(flush)
      lines += line
    },
  }
}
