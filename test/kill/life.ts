import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'

import type { Point } from './fail-points.ts'
import type { Alive, Answered, Asked, FromServer, OpenSetting, ToServer } from './server.ts'

/** One server process, from its start to its death. */
export interface Life {
  /** Resolves when the house is open. Rejects with `Died`. */
  open(setting: OpenSetting): Promise<void>
  /** Rejects with `Died` when the process ends before the answer is seen. */
  call(asked: Omit<Asked, 'n'>): Promise<Answered>
  /** Has an operator approve a ticket. Rejects with `Died` likewise. */
  approve(number: number): Promise<Answered>
  /** Has the process end itself, by SIGKILL, when it gets to this point. */
  arm(point: Point): void
  kill(): void
  /** Ends it in good order. */
  close(): Promise<void>
  /** Resolves when the process is gone, and everything that it has said was heard. */
  readonly gone: Promise<void>
  /** Its last sign of life; `undefined` before it was open. */
  lastAlive(): Alive | undefined
}

/** The process has ended, so nobody knows what became of the call. */
export class Died extends Error {
  override readonly name = 'Died'
}

/** Starts processes ahead of their use: loading the code takes longer than most lives. */
export function lives(spare: number): { next(): Promise<Life>; end(): void } {
  const started = Array.from({ length: spare }, start)
  return {
    async next() {
      started.push(start())
      const first = started.shift() ?? start()
      await first.ready
      return first.life
    },
    end() {
      for (const { life } of started) life.kill()
    },
  }
}

function start(): { readonly life: Life; readonly ready: Promise<void> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  })
  // What is said to a dead process is lost, as it would be on any wire.
  child.stdin.on('error', () => {})
  const ready = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  const answers = new Map<number, PromiseWithResolvers<Answered>>()
  let alive: Alive | undefined
  let dead = false
  const hear = (said: FromServer): void => {
    if (said.said === 'ready') ready.resolve()
    else if (said.said === 'opened') opened.resolve()
    else if (said.said === 'alive') alive = said
    else if (said.said === 'answer') {
      answers.get(said.n)?.resolve(said)
      answers.delete(said.n)
    }
  }
  createInterface({ input: child.stdout }).on('line', (line) => hear(JSON.parse(line)))
  const bury = async (): Promise<void> => {
    await once(child, 'close')
    dead = true
    for (const { reject } of [ready, opened, ...answers.values()]) reject(new Died())
  }
  const gone = bury()
  ready.promise.catch(() => {})
  opened.promise.catch(() => {})
  const tell = (what: ToServer): void => void child.stdin.write(`${JSON.stringify(what)}\n`)
  let n = 0
  const answered = async (asked: Extract<ToServer, { n: number }>): Promise<Answered> => {
    if (dead) {
      // Not at once, so that who calls again and again leaves time for the next process to be put in its place.
      await setImmediate()
      throw new Died()
    }
    const answer = Promise.withResolvers<Answered>()
    n += 1
    answers.set(n, answer)
    tell({ ...asked, n })
    return answer.promise
  }
  const life: Life = {
    open(setting) {
      tell({ do: 'open', ...setting })
      return opened.promise
    },
    call: (asked) => answered({ do: 'call', n: n + 1, ...asked }),
    approve: (number) => answered({ do: 'decide', n: n + 1, number }),
    arm: (point) => tell({ do: 'arm', point }),
    kill: () => void child.kill('SIGKILL'),
    async close() {
      tell({ do: 'close' })
      await gone
    },
    gone,
    lastAlive: () => alive,
  }
  return { life, ready: ready.promise }
}
