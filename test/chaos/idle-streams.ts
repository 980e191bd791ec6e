import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { attacked, usualPromises, usualWords } from './attack.ts'
import { brokenOf, counted, kilobytes, megabytes, type Finding } from './finding.ts'
import type { Idle, IdleKind } from './idle-openers.ts'
import type { Victim } from './victim.ts'

export interface IdleStreams {
  readonly kind: IdleKind
  readonly amount: number
  /** How long nothing happens on them. */
  readonly holdMs: number
}

/** The first ones load code, which stays. */
const WARM_UP = 50
const OPENED_AT_ONCE = 50
/** Of what one occupies, how much may be left of it when it is gone: caches, and what a heap keeps in hand. */
const MOST_LEFT = 0.1
const LEFT_BYTES = 4 * 1_048_576
/** Beside the time for which the server keeps what was dropped. */
const RELEASED_WITHIN_MS = 20_000
const LOOK_EVERY_MS = 250

/** Opens streams on which nothing happens, and lets them go: half by word, half by dropping them. Then there is room again. */
export async function idleStreams(attack: IdleStreams): Promise<Finding> {
  const { kind, amount, holdMs } = attack
  requireFiles(amount)
  const expected = Math.min(amount, kind.most)
  const { result, seen } = await attacked(kind.setting(amount), async (victim) => {
    await release(await opened(victim, kind, WARM_UP), 1)
    await sleep(LOOK_EVERY_MS)
    const base = (await victim.vitals()).heapBytes
    const before = { heap: base, rss: victim.rssBytes() }
    const streams = await opened(victim, kind, amount)
    await sleep(holdMs)
    const held = streams.filter(({ socket, refused }) => refused === undefined && !socket.destroyed)
    const { heapBytes } = await victim.vitals()
    const grown = { heap: heapBytes - before.heap, rss: victim.rssBytes() - before.rss }
    await release(streams, 2)
    await sleep(kind.idleMs)
    const left = (await atRest(victim, before.heap + mostLeft(grown.heap))) - before.heap
    const refused = streams.flatMap(({ refused }) => refused ?? [])
    const again = await opened(victim, kind, expected)
    await release(again, 1)
    const regained = again.filter((one) => one.refused === undefined).length
    return { held: held.length, grown, left, refused, regained }
  })
  const { held, grown, left, refused, regained } = result
  const wordless = refused.find((words) => !words.startsWith('HTTP/1.1 200'))
  return {
    attack: `Idle ${kind.name}`,
    amount: `${counted(amount)}, of which ${counted(held)} held for ${counted(holdMs / 1_000)} s`,
    promised: `${counted(expected)} held${expected < amount ? ', the rest refused in words' : ''}; all released, and room for as many again`,
    measured: [
      `${kilobytes(grown.rss / held)} resident and ${kilobytes(grown.heap / held)} of heap each`,
      `${counted(refused.length)} refused`,
      `${megabytes(left)} of heap left of ${megabytes(grown.heap)}`,
      usualWords(seen),
    ].join('; '),
    broken: brokenOf({
      ...usualPromises(seen),
      [`${expected} are held`]: held === expected,
      [`the rest is refused in words (${wordless})`]: wordless === undefined,
      [`there is room for as many again (${regained})`]: regained === expected,
      'all are released': left < mostLeft(grown.heap),
    }),
  }
}

function mostLeft(grownBytes: number): number {
  return Math.max(LEFT_BYTES, grownBytes * MOST_LEFT)
}

async function opened(victim: Victim, kind: IdleKind, amount: number): Promise<readonly Idle[]> {
  const streams: Idle[] = []
  let asked = 0
  const lane = async (): Promise<void> => {
    while (asked < amount) {
      asked += 1
      streams.push(await kind.open(victim.port))
    }
  }
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, lane))
  return streams
}

/** Ends one of every so many by word, and drops the others. */
async function release(streams: readonly Idle[], oneOf: number): Promise<void> {
  for (const [at, { end, socket }] of streams.entries()) {
    if (end && at % oneOf === 0) {
      end()
      // Not all at once: what is to be seen is that they are ended, not how many sockets fit in a queue.
      if (at % OPENED_AT_ONCE === 0) await sleep(1)
    } else socket.destroy()
  }
  await sleep(LOOK_EVERY_MS)
  for (const { socket } of streams) socket.destroy()
}

/** The heap once it has fallen below `bytes`, or does not fall any more in the time that there is for it. */
async function atRest(victim: Victim, bytes: number): Promise<number> {
  const endMs = performance.now() + RELEASED_WITHIN_MS
  let { heapBytes } = await victim.vitals()
  while (heapBytes > bytes && performance.now() < endMs) {
    await sleep(LOOK_EVERY_MS)
    ;({ heapBytes } = await victim.vitals())
  }
  return heapBytes
}

/** Every stream is a file to both sides. */
function requireFiles(amount: number): void {
  const limits = readFileSync('/proc/self/limits', 'utf8')
  const most = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 0)
  const needed = amount + 1_000
  if (most < needed)
    throw new Error(
      `Only ${most} files may be open, and ${needed} are needed: ulimit -n ${needed}.`,
    )
}
