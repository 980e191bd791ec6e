import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { MAIN } from '../support/run-program.ts'
import type { ToProbe, Vitals } from './probe.ts'
import { configIn, KEYS } from './victim-config.ts'

/** The program under attack, in a process of its own. */
export interface VictimProcess {
  /** What the process occupies now, in bytes. */
  rssBytes(): number
  /** Forgets the delays of the event loop so far. */
  resetLag(): void
  /** The delays since the last reset, and what is on the heap. */
  vitals(): Promise<Vitals>
  isAlive(): boolean
  /** Its log so far. */
  log(): string
  /** Lines of its log that speak of a bug or of a failure. */
  errors(): readonly string[]
  /** Resolves to its exit code when it has ended. */
  readonly ended: Promise<number | null>
  stop(): Promise<void>
}

export interface VictimSetting {
  /** Put over the `server` part of its config. */
  readonly server?: Readonly<Record<string, unknown>>
  /** Further arguments of `serve`. */
  readonly args?: readonly string[]
}

const PROBE = join(import.meta.dirname, 'probe.ts')

/** Runs `toolcrib serve` over a deployment of its own, with stdin and stdout as they are said to be. */
export function victimProcess(
  { server = {}, args = [] }: VictimSetting,
  stdio: 'ignore' | 'pipe',
): VictimProcess & { readonly child: ChildProcess } {
  const folder = mkdtempSync(join(tmpdir(), 'toolcrib-chaos-'))
  const config = configIn(folder, server)
  const logFile = join(folder, 'log')
  // A file, because a pipe that the attacker is too busy to read would stop the server.
  const log = openSync(logFile, 'w')
  const all = ['--expose-gc', '--import', PROBE, MAIN, 'serve', '--config', config, ...args]
  const child = spawn(process.execPath, all, {
    stdio: [stdio, stdio, log, 'ipc'],
    env: { ...process.env, HONEST_KEY: KEYS.honest, ROUGH_KEY: KEYS.rough },
  })
  closeSync(log)
  const ended = once(child, 'exit').then(([code]) => Number(code))
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null
  const tell = (what: ToProbe): void => void (isAlive() && child.send(what))
  const text = (): string => readFileSync(logFile, 'utf8')
  return {
    child,
    rssBytes: () => rssOf(child.pid ?? 0),
    resetLag: () => tell('reset'),
    async vitals() {
      if (!isAlive()) return OF_THE_DEAD
      tell('vitals')
      const heard = once(child, 'message').then(([vitals]: Vitals[]) => vitals)
      return (await Promise.race([heard, ended.then(() => undefined)])) ?? OF_THE_DEAD
    },
    isAlive,
    log: text,
    errors: () =>
      text()
        .split('\n')
        .filter((line) => OF_A_BUG.test(line)),
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const OF_THE_DEAD: Vitals = {
  lagP99Ms: Number.NaN,
  lagMaxMs: Number.NaN,
  heapBytes: Number.NaN,
}

const OF_A_BUG = /"level":(50|60)|"msg":"stopping"/

/** A process that is gone occupies nothing. */
function rssOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024
  } catch {
    return 0
  }
}
