import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse, stringify } from 'yaml'

import { demoDeployment } from '../support/demo-deployment.ts'
import { MAIN } from '../support/run-program.ts'
import type { ToProbe, Vitals } from './probe.ts'

/** The server under attack: `toolcrib serve`, in a process of its own, with keys and a ledger. */
export interface Victim {
  readonly url: string
  readonly port: number
  /** What the process occupies now, in bytes. */
  rssBytes(): number
  /** Forgets the delays of the event loop so far. */
  resetLag(): void
  /** Delays since the last reset or reading, which it also resets, and what is on the heap. */
  vitals(): Promise<Vitals>
  isAlive(): boolean
  /** Lines of its log that speak of a bug or of a failure. */
  errors(): readonly string[]
  stop(): Promise<void>
}

export interface VictimSetting {
  /** Put over the `server` part of its config. */
  readonly server?: Readonly<Record<string, unknown>>
  /** Further arguments of `serve`. */
  readonly args?: readonly string[]
}

/** Of the client whose calls must get through, and of the one that misbehaves although it has a key. */
export const KEYS = { honest: 'key-of-the-client-that-is-honest', rough: 'key-of-the-client-that-misbehaves' } as const

const PROBE = join(import.meta.dirname, 'probe.ts')
const READY_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 25

/** Starts it on a free port. */
export async function startVictim(setting: VictimSetting = {}): Promise<Victim> {
  const folder = mkdtempSync(join(tmpdir(), 'toolcrib-chaos-'))
  const config = configIn(folder, setting.server ?? {})
  const logFile = join(folder, 'log')
  // A file, because a pipe that the attacker is too busy to read would stop the server.
  const log = openSync(logFile, 'w')
  const args = ['serve', '--port', '0', '--config', config, ...(setting.args ?? [])]
  const child = spawn(process.execPath, ['--expose-gc', '--import', PROBE, MAIN, ...args], {
    stdio: ['ignore', 'ignore', log, 'ipc'],
    env: { ...process.env, HONEST_KEY: KEYS.honest, ROUGH_KEY: KEYS.rough },
  })
  closeSync(log)
  const exited = once(child, 'exit')
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null
  const tell = (what: ToProbe): void => void child.send(what)
  const url = await urlIn(logFile, isAlive)
  return {
    url,
    port: Number(new URL(url).port),
    rssBytes: () => rssOf(child.pid ?? 0),
    resetLag: () => tell('reset'),
    async vitals() {
      tell('vitals')
      const [vitals]: Vitals[] = await once(child, 'message')
      if (!vitals) throw new Error('The server said nothing of itself.')
      return vitals
    },
    isAlive,
    errors: () => linesOf(logFile).filter((line) => /"level":(50|60)|"msg":"stopping"/.test(line)),
    async stop() {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const CLIENT = {
  profile: 'voice',
  toolsets: ['guest'],
  highestTier: 'write',
  scopes: ['reservations:read', 'reservations:write', 'customers:verify'],
  // The attacks are on the server; how fast one client may call is another guard's, with tests of its own.
  callsPerMinute: 10_000_000,
} as const

/** The demo's tools, for two clients with keys. */
export function configIn(folder: string, server: Readonly<Record<string, unknown>> = {}): string {
  const file = demoDeployment(folder)
  const shipped: { server: object } = parse(readFileSync(file, 'utf8'))
  const config = {
    ...shipped,
    server: { ...shipped.server, ...server, demo: false },
    clients: {
      honest: { ...CLIENT, credential: { env: 'HONEST_KEY' } },
      rough: { ...CLIENT, credential: { env: 'ROUGH_KEY' } },
    },
  }
  writeFileSync(file, stringify(config, { aliasDuplicateObjects: false }))
  return file
}

async function urlIn(logFile: string, isAlive: () => boolean): Promise<string> {
  const endMs = performance.now() + READY_WITHIN_MS
  while (performance.now() < endMs && isAlive()) {
    const url = /"url":"(http:[^"]+)"/.exec(readFileSync(logFile, 'utf8'))?.[1]
    if (url !== undefined) return url
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`The server did not start:\n${readFileSync(logFile, 'utf8')}`)
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n')
}

function rssOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? Number.NaN) * 1_024
}
