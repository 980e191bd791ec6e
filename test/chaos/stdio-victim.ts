import { createInterface } from 'node:readline'

import { victimProcess, type VictimProcess } from './victim-process.ts'

/** The server under attack on stdio, for the client that misbehaves. */
export interface StdioVictim extends VictimProcess {
  /** Writes bytes, and waits until there is room for more; or no longer, when the server is gone. */
  write(bytes: Buffer): Promise<void>
  /** Hears of every line of its stdout. */
  onLine(hear: (line: string) => void): void
}

export function startStdioVictim(): StdioVictim {
  const { child, ...process } = victimProcess({ args: ['--stdio', '--client', 'rough'] }, 'pipe')
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new Error('The server has no pipes.')
  // That it is gone is seen by the process.
  stdin.on('error', () => {})
  const lines = createInterface({ input: stdout })
  return {
    ...process,
    async write(bytes) {
      if (stdin.destroyed || stdin.write(bytes)) return
      const drained = new Promise<void>((resolve) => stdin.once('drain', () => resolve()))
      await Promise.race([drained, process.ended])
    },
    onLine: (hear) => void lines.on('line', hear),
  }
}
