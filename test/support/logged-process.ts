import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished, vi } from 'vitest'

const SOON = { timeout: 20_000, interval: 10 }

/** Starts Node for one test, and listens to what it logs. */
export function loggedProcess(args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (log += chunk))
  return {
    child,
    exited,
    log: () => log,
    /** The first group of what it logs sooner or later. */
    logged: (words: RegExp) =>
      vi.waitFor(() => {
        const found = words.exec(log)
        if (!found) throw new Error(log)
        return found[1] ?? ''
      }, SOON),
  }
}
