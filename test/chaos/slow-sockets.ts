import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { usualLag } from './attack.ts'
import { brokenOf, counted, megabytes, milliseconds, percentile, type Finding } from './finding.ts'
import { startHonestClient } from './honest-client.ts'
import { watchMemory } from './memory-watch.ts'
import { KEYS } from './victim-config.ts'
import { startVictim, type Victim } from './victim.ts'

export interface SlowAttack {
  readonly sockets: number
  /** How many of them are opened in a second: what is slow is not also sudden, and what is reopened comes as spread. */
  readonly perSecond: number
  /** How long the honest client is watched before the attack, and again after it. */
  readonly baselineMs: number
  readonly attackMs: number
  /** How long before that it is left alone: code is being compiled, or two thousand sockets closed. */
  readonly settleMs: number
  /** Below how many times its baseline the honest client's p99 has to stay. */
  readonly mostTimes: number
  readonly honestPerSecond: number
}

/** What a slow socket sends: nothing, the head of a request, or its body; the last two a byte at a time. */
const WAYS = ['silent', 'head', 'body'] as const
type Way = (typeof WAYS)[number]

const OPENED_AT_ONCE = 10

const BYTE_EVERY_MS = 1_000

/** When each has to be closed by: the server's limits, the interval in which it looks, and a busy machine. */
const CLOSED_WITHIN_MS: Readonly<Record<Way, number>> = {
  silent: 15_000 + 2_000 + 3_000,
  head: 15_000 + 2_000 + 3_000,
  body: 30_000 + 2_000 + 3_000,
}

/** Opens sockets that send next to nothing, and each anew when it is closed, while an honest client goes on calling. */
export async function slowSockets(attack: SlowAttack): Promise<Finding> {
  const victim = await startVictim()
  const honest = await startHonestClient(victim, attack.honestPerSecond)
  const watched = async (): Promise<readonly number[]> => {
    await sleep(attack.settleMs)
    const { lived } = await honest.during(() => sleep(attack.baselineMs))
    return lived.latenciesMs
  }
  const before = await watched()
  victim.resetLag()
  const memory = watchMemory(victim)
  const seen = tally()
  const slow = openSlowly(victim, attack, seen)
  const { lived: during } = await honest.during(() =>
    Promise.all([slow.opened, sleep(attack.attackMs)]),
  )
  const { lagP99Ms, lagMaxMs } = await victim.vitals()
  slow.stop()
  const after = await watched()
  await honest.stop()
  memory.stop()
  const isAlive = victim.isAlive()
  const [error] = victim.errors()
  await victim.stop()
  const baselineMs = percentile([...before, ...after], 0.99)
  const times = during.p99Ms / baselineMs
  const overdue = WAYS.filter((way) => seen.longestMs[way] > CLOSED_WITHIN_MS[way])
  return {
    attack: 'Slow sockets: silent, or their head or body a byte a second; reopened when closed',
    amount: `${counted(attack.sockets)} at a time, opened at ${attack.perSecond} a second, ${counted(seen.opened)} in all, ${counted(attack.attackMs / 1_000)} s; honest: ${counted(during.calls)} calls`,
    promised: `honest p99 below ${attack.mostTimes}× baseline, 0 honest failures; closed within 20 s (head), 35 s (body)`,
    measured: [
      `honest p99 ${milliseconds(during.p99Ms)}, before and after ${milliseconds(baselineMs)}: ${times.toFixed(2)}×`,
      `${during.failures.length} failures`,
      `longest lived: ${WAYS.map((way) => `${way} ${(seen.longestMs[way] / 1_000).toFixed(1)} s`).join(', ')}`,
      `memory ${megabytes(memory.baseBytes)}, at most ${megabytes(memory.mostBytes())}`,
      usualLag({ lagP99Ms, lagMaxMs }),
    ].join('; '),
    broken: brokenOf({
      [`the honest client's p99 stays below ${attack.mostTimes}× its baseline`]:
        times < attack.mostTimes,
      [`the honest client is always answered (${during.failures[0]})`]:
        during.failures.length === 0 && during.calls > 0,
      [`slow sockets are closed in time (${overdue.join()})`]: overdue.length === 0,
      'the server stays up': isAlive,
      [`its log speaks of no bug (${error})`]: error === undefined,
    }),
  }
}

interface Tally {
  opened: number
  readonly longestMs: Record<Way, number>
}

function tally(): Tally {
  return { opened: 0, longestMs: { silent: 0, head: 0, body: 0 } }
}

function openSlowly(victim: Victim, { sockets, perSecond }: SlowAttack, seen: Tally) {
  let isOver = false
  const open = new Set<Socket>()
  const openOne = (way: Way): Promise<unknown> => {
    const socket = connect(victim.port, '127.0.0.1')
    const startedMs = performance.now()
    seen.opened += 1
    open.add(socket)
    socket.on('error', () => {})
    // The answer is read, or the server's end of the connection would never be heard of.
    socket.resume()
    const stopDripping = way === 'silent' ? () => {} : drip(socket, way)
    socket.once('close', () => {
      stopDripping()
      open.delete(socket)
      seen.longestMs[way] = Math.max(seen.longestMs[way], performance.now() - startedMs)
      if (!isOver) void openOne(way).catch(() => {})
    })
    return once(socket, 'connect')
  }
  const openAll = async (): Promise<void> => {
    for (let at = 0; at < sockets; at += 1) {
      void openOne(WAYS[at % WAYS.length] ?? 'head').catch(() => {})
      if (at % OPENED_AT_ONCE === 0) await sleep((1_000 * OPENED_AT_ONCE) / perSecond)
    }
  }
  const opened = openAll()
  return {
    opened,
    stop() {
      isOver = true
      for (const socket of open) socket.destroy()
    },
  }
}

const HEAD = `POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEYS.rough}\r\nContent-Type: application/json\r\n`

/** Sends what comes first at once, and then a byte at a time. */
function drip(socket: Socket, way: 'head' | 'body'): () => void {
  const [first, rest] =
    way === 'head' ? ['P', HEAD.slice(1)] : [`${HEAD}Content-Length: 100000\r\n\r\n`, '{"jsonrpc":']
  socket.write(first)
  let sent = 0
  const timer = setInterval(() => {
    socket.write(rest[sent % rest.length] ?? ' ')
    sent += 1
  }, BYTE_EVERY_MS)
  return () => clearInterval(timer)
}
